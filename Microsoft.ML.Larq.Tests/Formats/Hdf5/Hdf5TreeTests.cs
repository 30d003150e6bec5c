using Microsoft.ML.Larq.Formats.Hdf5;
using Microsoft.ML.Larq.Tests.Formats.Keras;

namespace Microsoft.ML.Larq.Tests.Formats.Hdf5;

/// <summary>Trees of records, written down from the format's specification: version 2, three levels deep.</summary>
[TestClass]
public class Hdf5TreeTests
{
    private const int RecordSize = 11;

    // 231 bytes for records: a leaf holds 21 of 11 bytes, an inner node above leaves 11 and 12 leaves, so that below it
    // are 12·21 + 11 = 263. That takes two bytes where 12·21 would take one: the root's pointers have 8 + 1 + 2 bytes.
    private const uint NodeSize = 241;

    private static readonly byte[] Start = new KerasLayout().With("a", 0, ("a/bias:0", [2])).ToBytes();

    [TestMethod]
    public void Records_OfThreeLevels_AreAllThere()
    {
        var file = new List<byte>(Start);
        var leaves = Enumerable.Range(0, 4).Select(leaf => Node("BTLF", Record(leaf))).ToArray();
        var inner = Enumerable.Range(0, 2).Select(node => Node(
            "BTIN", Record(10 + node), Pointer(leaves[2 * node], 1), Pointer(leaves[(2 * node) + 1], 1))).ToArray();
        var root = Node(
            "BTIN", Record(20), [.. Pointer(inner[0], 1), 3, 0], [.. Pointer(inner[1], 1), 3, 0]);
        var records = Read(file, Head(depth: 2, root, count: 1));
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 10, 11, 20 }, records.Order().ToArray());

        long Node(string signature, params byte[][] parts)
        {
            var at = file.Count;
            file.AddRange([.. signature.Select(letter => (byte)letter), 0, 5, .. parts.SelectMany(part => part)]);
            return at;
        }
    }

    // None has no place; a place without a record has none either.
    [TestMethod]
    [DataRow(0, 0L)]
    [DataRow(0, -1L)]
    [DataRow(3, -1L)]
    public void Records_OfAnEmptyTree_AreNone(int count, long root) =>
        Assert.IsEmpty(Read([.. Start], Head(depth: 0, root, count)));

    [TestMethod]
    public void Records_OfTheDeepestTree_AreRead() => Assert.IsEmpty(Read([.. Start], Head(depth: 16, -1, 0)));

    [TestMethod]
    [DataRow(17, RecordSize, NodeSize, "a tree of depth 17, records of 11 bytes")]
    [DataRow(0, 0, NodeSize, "a tree of depth 0, records of 0 bytes")]
    [DataRow(0, RecordSize, 21u, "a tree of depth 0, records of 11 bytes")]
    public void Records_OfATreeThatCannotBe_SayWhy(int depth, int recordSize, uint nodeSize, string message)
    {
        var head = Head(depth, -1, 1, recordSize, nodeSize);
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => Read([.. Start], head)).Message, message);
    }

    [TestMethod]
    public void Records_NodeOfAnotherKind_AreRefused()
    {
        var file = new List<byte>(Start);
        var at = file.Count;
        file.AddRange([.. "BTIN"u8, 0, 5, .. Record(1)]);
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => Read(file, Head(depth: 0, at, 1))).Message, "no 'BTLF'");
    }

    private static int[] Read(List<byte> file, byte[] head)
    {
        var at = (ulong)file.Count;
        var whole = Hdf5File.Open(new Hdf5Source(new MemoryStream([.. file, .. head])));
        return [.. Hdf5Tree.Records(whole, at).Select(record => (int)record.Byte())];
    }

    private static byte[] Record(int number) => [(byte)number, .. new byte[RecordSize - 1]];

    private static byte[] Pointer(long address, byte records) => [.. BitConverter.GetBytes(address), records];

    private static byte[] Head(
        int depth, long root, int count, int recordSize = RecordSize, uint nodeSize = NodeSize) =>
    [
        .. "BTHD"u8, 0, 5, .. BitConverter.GetBytes(nodeSize), (byte)recordSize, 0, (byte)depth, 0, 100, 40,
        .. BitConverter.GetBytes(root), (byte)count, 0, .. new byte[12],
    ];
}
