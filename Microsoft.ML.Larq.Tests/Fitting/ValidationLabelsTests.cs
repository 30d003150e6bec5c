using Microsoft.ML.Data;
using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Fitting;

/// <summary>A validation set's labels as the training's keys, whatever they were.</summary>
[TestClass]
public class ValidationLabelsTests
{
    private readonly MLContext _context = new(seed: 1);

    private static LabelTarget Abc => new(LearningTask.MulticlassClassification, 3, KeyValues.OfText(["a", "b", "c"]));

    [TestMethod]
    public void Match_TheSameKeys_IsTheSetItself()
    {
        var data = Keys("a", "b", "c", "a");
        Assert.AreSame(data, ValidationLabels.Match(_context, data, "Label", Abc));
    }

    // "c" is key 1 there and 3 here; what the training never saw has none.
    [TestMethod]
    public void Match_KeysOfAnotherOrder_AreMatchedByTheirValues()
    {
        var matched = ValidationLabels.Match(_context, Keys("c", "a", "d", "c", "b"), "Label", Abc);
        CollectionAssert.AreEqual(new uint[] { 3, 1, 0, 3, 2 }, matched.GetColumn<uint>("Label").ToArray());
    }

    [TestMethod]
    public void Match_TheClassesOwnValues_BecomeKeys()
    {
        var matched = ValidationLabels.Match(_context, Texts("c", "x", "a"), "Label", Abc);
        CollectionAssert.AreEqual(new uint[] { 3, 0, 1 }, matched.GetColumn<uint>("Label").ToArray());
        Assert.AreEqual(3ul, ((KeyDataViewType)matched.Schema["Label"].Type).Count);
    }

    // Where one side has no values the number of classes is all there is to compare.
    [TestMethod]
    public void Match_KeysWithoutValues_AreTakenWhereTheirNumberIsTheSame()
    {
        var anonymous = Anonymous(3, 1, 2);
        Assert.AreSame(anonymous, ValidationLabels.Match(_context, anonymous, "Label", Abc));
        var named = Keys("a", "b", "d");
        Assert.AreSame(named, ValidationLabels.Match(_context, named, "Label", Abc with { Names = null }));
        AssertRefused(
            Abc with { Classes = 4, Names = null }, anonymous,
            "'Label' must be a key of 4 classes, got Key<UInt32, 0-2>");
        AssertRefused(
            Abc with { Classes = 4 }, anonymous,
            "must be a key of 4 classes, or the classes' own values (String), got");
    }

    [TestMethod]
    public void Match_ValuesOfAnotherType_AreRefused()
    {
        AssertRefused(Abc, _context.Data.LoadFromEnumerable(new[] { new { Label = 1f } }), "(String), got Single");
        AssertRefused(Abc with { Names = null }, Texts("a"), "must be a key of 3 classes, got String");
        var numbers = _context.Data.LoadFromEnumerable(new[] { 1f, 2, 3 }.Select(label => new { Label = label }));
        AssertRefused(
            Abc, _context.Transforms.Conversion.MapValueToKey("Label").Fit(numbers).Transform(numbers),
            "or the classes' own values (String), got Key<UInt32, 0-2>");
    }

    [TestMethod]
    public void Match_OtherTasks_CheckTheTypeAlone()
    {
        var numbers = _context.Data.LoadFromEnumerable(new[] { new { Label = 1f } });
        var target = new LabelTarget(LearningTask.Regression, 0, null);
        Assert.AreSame(numbers, ValidationLabels.Match(_context, numbers, "Label", target));
        AssertRefused(target, Texts("a"), "got String");
        AssertRefused(target, Keys("a", "b"), "must be Single, as the training rows' is for Regression, got Key");
        var missing = Assert.ThrowsExactly<ArgumentException>(
            () => ValidationLabels.Match(_context, numbers, "Class", target));
        StringAssert.Contains(missing.Message, "There is no validation label column 'Class'");
    }

    private void AssertRefused(LabelTarget target, IDataView data, string message)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => ValidationLabels.Match(_context, data, "Label", target));
        StringAssert.Contains(error.Message, message);
    }

    private IDataView Texts(params string[] labels) =>
        _context.Data.LoadFromEnumerable(labels.Select(label => new { Label = label }));

    private IDataView Keys(params string[] labels) =>
        _context.Transforms.Conversion.MapValueToKey("Label").Fit(Texts(labels)).Transform(Texts(labels));

    private IDataView Anonymous(params uint[] keys) =>
        _context.Data.LoadFromEnumerable(keys.Select(key => new AnonymousKey { Label = key }));

    private sealed class AnonymousKey
    {
        [KeyType(3)]
        public uint Label { get; set; }
    }
}
