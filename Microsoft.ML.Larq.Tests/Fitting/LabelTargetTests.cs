using Microsoft.ML.Data;
using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Fitting;

/// <summary>From a label column's type to the task, its classes and their names.</summary>
[TestClass]
public class LabelTargetTests
{
    [TestMethod]
    [DataRow(typeof(float), null, LearningTask.Regression)]
    [DataRow(typeof(float), LearningTask.Regression, LearningTask.Regression)]
    [DataRow(typeof(float), LearningTask.BinaryClassification, LearningTask.BinaryClassification)]
    [DataRow(typeof(bool), null, LearningTask.BinaryClassification)]
    [DataRow(typeof(bool), LearningTask.BinaryClassification, LearningTask.BinaryClassification)]
    public void Of_NumbersAndBooleans_HaveOneOutputAndNoNames(Type type, LearningTask? wanted, LearningTask task)
    {
        var target = LabelTarget.Of(Schema(Primitive(type)), "Label", wanted);
        Assert.AreEqual(new LabelTarget(task, 0, null), target);
        Assert.AreEqual(1, target.Outputs);
    }

    [TestMethod]
    [DataRow(2ul)]
    [DataRow(1000ul)]
    public void Of_Key_HasAnOutputAClass(ulong count)
    {
        var target = LabelTarget.Of(Schema(new KeyDataViewType(typeof(uint), count)), "Label", null);
        Assert.AreEqual(new LabelTarget(LearningTask.MulticlassClassification, (int)count, null), target);
        Assert.AreEqual((int)count, target.Outputs);
    }

    [TestMethod]
    public void Of_KeyWithValues_HasTheirNames()
    {
        var context = new MLContext();
        var data = context.Data.LoadFromEnumerable(new[] { new { Label = "b" }, new { Label = "a" } });
        var keys = context.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
        var target = LabelTarget.Of(keys.Schema, "Label", LearningTask.MulticlassClassification);
        CollectionAssert.AreEqual(new[] { "b", "a" }, target.Names!.Names.ToArray());
    }

    [TestMethod]
    [DataRow(1ul, "at least two classes, got a key of one (Key<UInt32, 0-0>)")]
    [DataRow((ulong)int.MaxValue + 1, "a key of known, countable classes")]
    public void Of_KeyOfOneOrTooManyClasses_IsRefused(ulong count, string message) => AssertRefused(
        new KeyDataViewType(typeof(ulong), count), null, message.Replace("UInt32", "UInt64", StringComparison.Ordinal));

    [TestMethod]
    [DataRow(typeof(float), LearningTask.MulticlassClassification, "it can for Regression and BinaryClassification.")]
    [DataRow(typeof(bool), LearningTask.Regression, "it can for BinaryClassification.")]
    [DataRow(typeof(float), LearningTask.Outputs, "Option Task is Outputs, for which label column 'Label'")]
    [DataRow(typeof(double), null, "or Single (regression), got Double")]
    [DataRow(typeof(int), null, "must be a key (multiclass; Conversion.MapValueToKey makes one), Boolean")]
    public void Of_TypeThatDoesNotServe_SaysWhatDoes(Type type, LearningTask? wanted, string message) =>
        AssertRefused(Primitive(type), wanted, message);

    [TestMethod]
    public void Of_KeyForANumber_SaysWhatItServes() => AssertRefused(
        new KeyDataViewType(typeof(uint), 3), LearningTask.Regression, "it can for MulticlassClassification.");

    [TestMethod]
    public void Of_NoSuchColumn_ListsThoseThereAre()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => LabelTarget.Of(Schema(NumberDataViewType.Single), "label", null));
        StringAssert.Contains(error.Message, "There is no label column 'label'; there are 'Label'");
    }

    private static void AssertRefused(DataViewType type, LearningTask? wanted, string message)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => LabelTarget.Of(Schema(type), "Label", wanted));
        StringAssert.Contains(error.Message, message);
    }

    private static DataViewType Primitive(Type type) => type == typeof(bool) ? BooleanDataViewType.Instance
        : type == typeof(float) ? NumberDataViewType.Single
        : type == typeof(double) ? NumberDataViewType.Double
        : NumberDataViewType.Int32;

    private static DataViewSchema Schema(DataViewType type)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Label", type);
        return builder.ToSchema();
    }
}
