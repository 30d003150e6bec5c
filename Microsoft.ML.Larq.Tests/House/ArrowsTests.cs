namespace Microsoft.ML.Larq.Tests.House;

[TestClass]
public class ArrowsTests
{
    private static readonly ArrowChecker Library = new(
        "Microsoft.ML.Larq", [.. LibraryAssemblies.All.Select(assembly => assembly.Location)]);

    [TestMethod]
    public void Library_EveryType_UsesOnlyWhatItsFolderMay()
    {
        var violations = Library.Violations(Arrows.Table);
        Assert.IsEmpty(violations, string.Join('\n', violations));
    }

    [TestMethod]
    public void Table_Arrows_HaveNoCircle()
    {
        var left = Arrows.Table.ToDictionary(row => row.Key, row => row.Value.Folders.ToHashSet());
        while (left.Count > 0)
        {
            var leaf = left.FirstOrDefault(row => row.Value.Count == 0).Key;
            Assert.IsNotNull(leaf, $"A circle among {string.Join(", ", left.Keys)}.");
            left.Remove(leaf);
            foreach (var folders in left.Values) folders.Remove(leaf);
        }
    }

    [TestMethod]
    public void StandAlone_Rooms_UseOneAnotherAndNeitherMLNetNorTorch()
    {
        foreach (var room in Arrows.StandAlone)
        {
            CollectionAssert.IsSubsetOf(Arrows.Table[room].Folders, Arrows.StandAlone, room);
            CollectionAssert.IsSubsetOf(Arrows.Table[room].Packages, new[] { "Iced", "Google.Protobuf" }, room);
        }
    }

    [TestMethod]
    public void Engine_Assembly_IsOfStandAloneRoomsAndNeedsIcedAlone()
    {
        var rooms = Rooms(LibraryAssemblies.Engine);
        CollectionAssert.IsSubsetOf(rooms, Arrows.StandAlone, string.Join(", ", rooms));
        CollectionAssert.IsSubsetOf(new[] { "Files", "Formats", "Networks", "Packed" }, rooms);
        CollectionAssert.AreEqual(new[] { "Iced" }, Packages(LibraryAssemblies.Engine));
    }

    [TestMethod]
    public void Torch_Assembly_IsOfItsRoomsAndNeedsEngineAndTorchSharpAlone()
    {
        CollectionAssert.AreEquivalent(Arrows.OnTorch, Rooms(LibraryAssemblies.Torch));
        CollectionAssert.AreEquivalent(
            new[] { "Microsoft.ML.Larq.Engine", "TorchSharp" }, Packages(LibraryAssemblies.Torch));
    }

    [TestMethod]
    public void Checker_TableWithoutOneArrow_NamesTypeAndReference()
    {
        var table = Arrows.Table.ToDictionary();
        table["Formats"] = table["Formats"] with { Folders = [] };
        var violations = Library.Violations(table);
        Assert.Contains(
            "Microsoft.ML.Larq.Formats.WeightsFile uses Microsoft.ML.Larq.Networks.NetworkWeights: "
            + "Formats has no arrow to Networks.", violations);
    }

    [TestMethod]
    public void Checker_TableWithoutAFolder_NamesIt()
    {
        var table = Arrows.Table.ToDictionary();
        table.Remove("Formats");
        Assert.Contains(
            text => text.Contains("the folder 'Formats'", StringComparison.Ordinal), Library.Violations(table));
    }

    [TestMethod]
    public void Checker_TypesOfAPackage_NamesThem()
    {
        var tests = new ArrowChecker("Microsoft.ML.Larq.Tests", typeof(ArrowsTests).Assembly.Location);
        var violations = tests.Violations(new Dictionary<string, Arrows.Row> { ["House"] = new([], ["Microsoft.ML"]) });
        Assert.Contains(
            "Microsoft.ML.Larq.Tests.House.ArrowChecker uses Mono.Cecil.TypeDefinition of the package Mono.Cecil.",
            violations);
    }

    [TestMethod]
    [DataRow("Base", "System.IO.Stream")]
    [DataRow("Field", "System.Text.StringBuilder")]
    [DataRow("Attribute", "System.Text.Json.Serialization.JsonConverterAttribute")]
    [DataRow("Attribute's type", "System.Text.Json.Serialization.JsonStringEnumConverter")]
    [DataRow("Constraint", "System.IFormattable")]
    [DataRow("Generic argument", "System.Uri")]
    [DataRow("Body", "System.Net.IPAddress")]
    [DataRow("Lambda", "System.Net.Cookie")]
    [DataRow("Catch", "System.TimeoutException")]
    [DataRow("Nested", "System.Version")]
    public void TypeReferences_EveryWayToNameAType_FindsIt(string way, string name)
    {
        using var module = Mono.Cecil.ModuleDefinition.ReadModule(typeof(Probe).Assembly.Location);
        var probe = module.GetType(typeof(ArrowsTests).FullName).NestedTypes.Single(type => type.Name == nameof(Probe));
        Assert.Contains(name, TypeReferences.Of(probe).Select(type => type.FullName), way);
    }

    private static string[] Rooms(System.Reflection.Assembly assembly) =>
    [
        .. assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("Microsoft.ML.Larq", StringComparison.Ordinal) == true)
            .Select(type => type.Namespace!.Split('.').ElementAtOrDefault(3) ?? Arrows.Root).Distinct(),
    ];

    private static string[] Packages(System.Reflection.Assembly assembly)
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return
        [
            .. assembly.GetReferencedAssemblies().Select(name => name.Name!)
                .Where(name => !File.Exists(Path.Combine(framework, name + ".dll"))),
        ];
    }

    [System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter))]
    private abstract class Probe : Stream
    {
        public System.Text.StringBuilder? Field { get; set; }

        public List<Uri[]>? Generic { get; set; }

        public static Func<object> Lambda => () => new System.Net.Cookie();

        public static string Constrained<T>(T value)
            where T : IFormattable
        {
            try
            {
                return System.Net.IPAddress.Loopback.ToString() + value;
            }
            catch (TimeoutException)
            {
                return "";
            }
        }

        private sealed class Nested
        {
            public Version? Version { get; set; }
        }
    }
}
