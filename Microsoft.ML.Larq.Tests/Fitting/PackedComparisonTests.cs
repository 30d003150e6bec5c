using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Fitting;

/// <summary>How scores of two networks are counted as the same: row by row, by what the task makes of them.</summary>
[TestClass]
public class PackedComparisonTests
{
    // Three rows; one of them has another largest score, wherever it stands.
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void Run_OneRowOfAnotherClass_IsCountedAndMeasured(int row)
    {
        float[] trained = [3, 1, 2, 4, 0, 1, 5, 5, 6];
        var packed = trained.ToArray();
        packed[(row * 3) + 1] = 10;
        AssertAgreement(
            new PackedAgreement(3, 2, 10 - trained[(row * 3) + 1]), trained, packed,
            LearningTask.MulticlassClassification);
    }

    // A difference that changes no class is measured all the same: the largest one of any row and output.
    [TestMethod]
    [DataRow(0, 2)]
    [DataRow(1, 0)]
    [DataRow(1, 1)]
    public void Run_SameClasses_FindsTheLargestDifference(int row, int output)
    {
        float[] trained = [9, 0, 0, 9, 0, 0];
        var packed = trained.ToArray();
        packed[0] += 0.125f;
        packed[(row * 3) + output] -= 0.75f;
        var largest = row == 0 && output == 0 ? 0.625 : 0.75;
        AssertAgreement(
            new PackedAgreement(2, 2, largest), trained, packed, LearningTask.MulticlassClassification);
    }

    [TestMethod]
    public void Run_Binary_ComparesTheSidesOfZero() => AssertAgreement(
        new PackedAgreement(5, 3, 2), [1, -1, 0.25f, 0, -1], [2, -1, -0.25f, 1, -3],
        LearningTask.BinaryClassification);

    // A thousandth is the last that counts as the same; both sides of it are told apart.
    [TestMethod]
    public void Run_Regression_AllowsAThousandth() => AssertAgreement(
        new PackedAgreement(4, 2, 0.5), [0, 0, 0, 1], [0.0009f, -0.0009f, 0.0011f, 0.5f], LearningTask.Regression);

    private static void AssertAgreement(
        PackedAgreement expected, float[] trained, float[] packed, LearningTask task)
    {
        var sample = new ScoredSample(new float[expected.Rows], trained, packed, false);
        Assert.AreEqual(expected, PackedComparison.Run(sample, task));
        Assert.AreEqual(expected, PackedComparison.Run(sample with { Trained = packed, Packed = trained }, task));
    }
}
