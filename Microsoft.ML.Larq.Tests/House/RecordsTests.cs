using Mono.Cecil;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>
/// A record is a value: two of the same values are equal and stay so, which a field that changes later would undo.
/// </summary>
[TestClass]
public class RecordsTests
{
    [TestMethod]
    public void Library_NoRecord_HasAFieldThatChanges()
    {
        var records = LibraryAssemblies.TopTypes.Select(type => type.Module).Distinct()
            .SelectMany(module => module.GetTypes()).Where(IsRecord).ToArray();
        Assert.Contains("Microsoft.ML.Larq.Networks.LayerKind", records.Select(type => type.FullName));
        var found = records.SelectMany(ChangingFields).ToArray();
        Assert.IsEmpty(found, string.Join('\n', found));
    }

    [TestMethod]
    public void ChangingFields_OfEveryKindOfRecord_AreFound()
    {
        using var module = ModuleDefinition.ReadModule(typeof(RecordsTests).Assembly.Location);
        var found = module.GetType(typeof(RecordsTests).FullName).NestedTypes.Where(IsRecord)
            .SelectMany(ChangingFields).Select(field => field.Split('.')[^1]);
        CollectionAssert.AreEquivalent(new[] { "_plain", "Set", "Cached", "Value" }, found.ToArray());
    }

    // What the compiler gives to every record and to nothing else: the clone of a class, the printing of a struct.
    private static bool IsRecord(TypeDefinition type) => type.Methods.Any(method => method.Name == "<Clone>$"
        || (type.IsValueType && method.Name == "PrintMembers"));

    private static IEnumerable<string> ChangingFields(TypeDefinition record) => record.Fields
        .Where(field => !field.IsStatic && !field.IsInitOnly)
        .Select(field => $"{record.FullName}.{field.Name.Replace(">k__BackingField", "").Replace("<", "")}");

    private sealed record Changing(int Fixed)
    {
        private int _plain;

        public int Set { get; set; }

        public string Cached => field ??= $"{_plain++}";

        public int Once { get; init; }
    }

    private record struct Loose(int Value);

    private readonly record struct Firm(int Value);
}
