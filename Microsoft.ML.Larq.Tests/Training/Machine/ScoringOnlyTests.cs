using Microsoft.ML.Larq.Tests.House;
using Microsoft.ML.Larq.Training.Machine;

namespace Microsoft.ML.Larq.Tests.Training.Machine;

[TestClass]
public class ScoringOnlyTests
{
    [TestMethod]
    [DoNotParallelize]
    public void Fit_InAProgramThatScoresAlone_SaysWhyAndWhatToDo()
    {
        var context = new MLContext(1);
        var trainer = context.Larq().BinaryNet(Trainers.Options(epochs: 1));
        AppContext.SetSwitch(ScoringOnly.Switch, true);
        try
        {
            var error = Assert.ThrowsExactly<InvalidOperationException>(() => trainer.Fit(Trainers.Table(context)));
            StringAssert.Contains(error.Message, "LarqScoringOnly");
            StringAssert.Contains(error.Message, "TorchSharp-cpu");
        }
        finally
        {
            AppContext.SetSwitch(ScoringOnly.Switch, false);
        }

        ScoringOnly.RefuseTraining();
    }

    [TestMethod]
    public void Targets_OfThePackage_SetTheSameSwitch() => StringAssert.Contains(
        File.ReadAllText(Path.Combine(SourceTree.Library, "buildTransitive", "ScoringOnly.targets")),
        $"<RuntimeHostConfigurationOption Include=\"{ScoringOnly.Switch}\" Value=\"true\"");
}
