using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks;

[TestClass]
public class TaskOutputsTests
{
    [TestMethod]
    [DataRow(LearningTask.MulticlassClassification, "two or more numbers", false, true, true, false)]
    [DataRow(LearningTask.BinaryClassification, "one number", true, false, false, false)]
    [DataRow(LearningTask.Regression, "one number", true, false, false, false)]
    [DataRow(LearningTask.Outputs, "any numbers", true, true, true, true)]
    public void Serves_OneTwoAndManyNumbersAndAnImage_AsTheTaskSays(
        LearningTask task, string wanted, bool one, bool two, bool many, bool image)
    {
        Assert.AreEqual(wanted, task.Wanted());
        Assert.AreEqual(one, task.Serves(new TensorShape(1)));
        Assert.AreEqual(two, task.Serves(new TensorShape(2)));
        Assert.AreEqual(many, task.Serves(new TensorShape(1000)));
        Assert.AreEqual(image, task.Serves(new TensorShape(1, 1, 2)));
        Assert.AreEqual(image, task.Serves(new TensorShape(1, 1, 1)));
    }

    [TestMethod]
    public void Serves_NoTask_IsFalse() => Assert.IsFalse(((LearningTask)99).Serves(new TensorShape(1)));
}
