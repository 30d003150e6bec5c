using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Families;

namespace Microsoft.ML.Larq.Tests.Networks;

/// <summary>What every initializer owes; its factories owe what <see cref="FactoryContractTests"/> says.</summary>
[TestClass]
public class InitializerContractTests
{
    [TestMethod]
    public void Figures_EveryInitializer_AreThere() => Owed.Rows(
        typeof(Initializer), "InitializerFigures.Rows (Tests/Networks)",
        InitializerFigures.Rows.Select(row => Initializer.Parse(row.Alias).GetType()).Distinct(),
        "add one with its values, or their mean, variance and bounds, by Keras' formula");

    // The table of aliases says itself which there are.
    [TestMethod]
    public void Figures_EveryAlias_AreThere()
    {
        var message = Assert.ThrowsExactly<ArgumentException>(() => Initializer.Parse("?")).Message;
        Owed.Rows(
            "initializer", message.Split('.')[0].Split('\'')[3..].Where((_, i) => i % 2 == 0),
            "InitializerFigures.Rows (Tests/Networks)",
            InitializerFigures.Rows.Select(row => row.Alias.Split('(')[0]).Distinct(),
            "add one with its values, or their mean, variance and bounds, by Keras' formula");
    }

    [TestMethod]
    public void Fill_EveryRow_FollowsTheFormula()
    {
        foreach (var row in InitializerFigures.Rows)
        {
            Assert.IsNull(Initializer.Parse(row.Alias).Misfit(row.Shape), row.ToString());
            row.Check(Draw(row, seed: 1));
        }
    }

    [TestMethod]
    public void Fill_SameSeed_GivesTheSameValuesAndAnotherOthers()
    {
        foreach (var row in InitializerFigures.Rows)
        {
            CollectionAssert.AreEqual(Draw(row, seed: 4), Draw(row, seed: 4), row.ToString());
            Assert.AreEqual(row.Draws, !Draw(row, seed: 4).SequenceEqual(Draw(row, seed: 5)), row.ToString());
        }
    }

    // What the memory held before is no part of it.
    private static float[] Draw(InitializerFigures row, int seed)
    {
        var values = new float[row.Shape.Size];
        values.AsSpan().Fill(float.NaN);
        Initializer.Parse(row.Alias).Fill(values, row.Shape, new Random(seed));
        return values;
    }
}
