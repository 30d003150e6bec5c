namespace Microsoft.ML.Larq.Tests.House;

[TestClass]
public class ShelvesTests
{
    [TestMethod]
    public void Library_EveryType_UsesOnlyShelvesBelowItsOwn()
    {
        var violations = ShelfChecker.Violations(Shelves.Order);
        Assert.IsEmpty(violations, string.Join('\n', violations));
    }

    [TestMethod]
    public void Order_EveryRoomWithShelves_HasItsRow()
    {
        var rooms = SourceTree.Files(SourceTree.Library, "*.cs").Select(path => path.Split('/'))
            .Where(parts => parts.Length > 2).Select(parts => parts[0]).Distinct().Order().ToArray();
        CollectionAssert.AreEqual(
            rooms, Shelves.Order.Keys.Concat(Shelves.Whole.Keys).Order().ToArray(), string.Join(", ", rooms));
    }

    [TestMethod]
    public void Order_EveryShelf_IsThere()
    {
        var there = SourceTree.Files(SourceTree.Library, "*.cs").Select(path => Path.GetDirectoryName(path)!)
            .Select(folder => folder.Replace('\\', '/')).Distinct().ToArray();
        foreach (var (room, shelves) in Shelves.Order)
        {
            var found = there.Where(folder => folder == room || folder.StartsWith(room + '/', StringComparison.Ordinal))
                .Select(folder => folder[room.Length..].TrimStart('/'));
            CollectionAssert.AreEquivalent(found.ToArray(), shelves, $"{room}: {string.Join(", ", found)}");
        }
    }

    [TestMethod]
    public void Violations_OfAnOrderUpsideDown_NameTypeAndShelf()
    {
        var violations = ShelfChecker.Violations(
            new Dictionary<string, string[]> { ["Formats"] = ["Zoo", "Keras", "", "Hdf5"] });
        Assert.Contains(
            text => text.StartsWith("Formats/Keras: KerasReader uses Hdf5", StringComparison.Ordinal)
                && text.EndsWith(" of Formats/Hdf5", StringComparison.Ordinal),
            violations, string.Join('\n', violations));
    }

    [TestMethod]
    public void Places_OfTypes_AreTheirFolders()
    {
        var places = TypePlaces.Library;
        Assert.AreEqual("", places["Microsoft.ML.Larq.BinarizedNetworkTrainer"]);
        Assert.AreEqual("Networks/Kinds", places["Microsoft.ML.Larq.Networks.Conv2DLayer"]);
        Assert.AreEqual("Packed/Kernels/Sums", places["Microsoft.ML.Larq.Packed.Kernels.Sums.SumFinish"]);
        var lost = LibraryAssemblies.TopTypes
            .Where(type => type.Namespace.StartsWith("Microsoft.ML.Larq", StringComparison.Ordinal))
            .Select(type => $"{type.Namespace}.{type.Name.Split('`')[0]}").Where(name => !places.ContainsKey(name));
        Assert.IsEmpty(lost, string.Join(", ", lost));
    }
}
