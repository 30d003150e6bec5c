using Microsoft.ML.Data;
using Microsoft.ML.Larq.Tests.House;

namespace Microsoft.ML.Larq.Tests.Acceptance;

/// <summary>
/// Real tables, unscaled, default network and options, ML.NET's own five-fold cross-validation. The floors are what the
/// project promises; measured means are 0.977 (digits), 0.995 (breast cancer), 0.45 (diabetes), 0.97 (wine).
/// </summary>
[TestClass]
public class RealDataTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void CrossValidate_Digits_IsAccurate()
    {
        var folds = _context.MulticlassClassification.CrossValidate(
            Table("digits.csv", features: 64), Keyed(), numberOfFolds: 5);
        Assert.HasCount(5, folds);
        Assert.IsGreaterThan(0.96, folds.Average(fold => fold.Metrics.MicroAccuracy));
    }

    [TestMethod]
    public void CrossValidate_Wine_IsAccurate()
    {
        var folds = _context.MulticlassClassification.CrossValidate(
            Table("wine.csv", features: 13), Keyed(), numberOfFolds: 5);
        Assert.IsGreaterThan(0.93, folds.Average(fold => fold.Metrics.MicroAccuracy));
    }

    [TestMethod]
    public void CrossValidate_BreastCancer_RanksWell()
    {
        var folds = _context.BinaryClassification.CrossValidate(
            Table("breast_cancer.csv", features: 30, DataKind.Boolean), _context.Larq().BinaryNet(), numberOfFolds: 5);
        Assert.HasCount(5, folds);
        Assert.IsGreaterThanOrEqualTo(0.985, folds.Average(fold => fold.Metrics.AreaUnderRocCurve));
    }

    [TestMethod]
    public void CrossValidate_Diabetes_ExplainsTheVariance()
    {
        var folds = _context.Regression.CrossValidate(
            Table("diabetes.csv", features: 10), _context.Larq().BinaryNet(), numberOfFolds: 5);
        Assert.HasCount(5, folds);
        Assert.IsGreaterThanOrEqualTo(0.40, folds.Average(fold => fold.Metrics.RSquared));
    }

    private IEstimator<ITransformer> Keyed() =>
        _context.Transforms.Conversion.MapValueToKey("Label").Append(_context.Larq().BinaryNet());

    private IDataView Table(string file, int features, DataKind label = DataKind.Single) =>
        _context.Data.LoadFromTextFile(
        Path.Combine(SourceTree.Root, "samples", "data", file),
        [new("Features", DataKind.Single, 0, features - 1), new("Label", label, features)],
        separatorChar: ',');
}
