using Microsoft.ML.Larq.Training.Data;

namespace Microsoft.ML.Larq.Tests.Training;

[TestClass]
public class RowCacheTests
{
    private const int Width = 5;

    private string _folder = "";

    [TestInitialize]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("larq-rows-").FullName;

    [TestCleanup]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(6)]
    [DataRow(7)]
    public void Rows_BudgetOfSoMany_MoveToTheFileWithTheNextOne(int budgetRows)
    {
        const int Count = 7;
        using (var cache = new RowCache(Width, budgetRows * Width * sizeof(float), _folder))
        {
            for (var row = 0; row < Count; row++)
            {
                cache.Add(Row(row), -row);
                Assert.AreEqual(row + 1 > budgetRows, cache.IsMapped, $"row {row}");
                Assert.AreEqual(row + 1, cache.Count);
            }

            AssertHolds(cache, Count);
            Assert.HasCount(budgetRows < Count ? 1 : 0, Directory.GetFiles(_folder));
        }

        Assert.IsEmpty(Directory.GetFiles(_folder));
    }

    // One byte short of a row's end is one row less.
    [TestMethod]
    public void Rows_BudgetOneByteShort_Move()
    {
        using var cache = new RowCache(Width, (Width * sizeof(float)) - 1, _folder);
        cache.Add(Row(0), 0);
        Assert.IsTrue(cache.IsMapped);
    }

    // 4 MiB hold 209,715 rows of five numbers: two full chunks and a bit.
    [TestMethod]
    [DataRow(long.MaxValue)]
    [DataRow(1_000_000L)]
    public void Rows_MoreThanAChunk_ReadBackEqual(long budget)
    {
        const int Count = 450_000;
        using var cache = new RowCache(Width, budget, _folder);
        for (var row = 0; row < Count; row++) cache.Add(Row(row), row);
        Assert.AreEqual(budget < long.MaxValue, cache.IsMapped);
        foreach (var row in new[] { 0, 209_714, 209_715, 209_716, 419_430, Count - 1 })
            CollectionAssert.AreEqual(Row(row), cache[row].ToArray());
        Assert.AreEqual(Count - 1f, cache.Labels[^1]);
    }

    [TestMethod]
    public void Rows_WiderThanAChunk_ReadBackEqual()
    {
        const int Wide = (4 << 20) / sizeof(float) + 1;
        using var cache = new RowCache(Wide, long.MaxValue, _folder);
        var row = new float[Wide];
        for (var i = 0; i < 2; i++)
        {
            row[^1] = i + 1;
            cache.Add(row, i);
        }

        Assert.AreEqual(1f, cache[0][^1]);
        Assert.AreEqual(2f, cache[1][^1]);
    }

    [TestMethod]
    [DataRow(long.MaxValue)]
    [DataRow(0L)]
    public void Gather_AnyOrderWithRepeats_CopiesThem(long budget)
    {
        using var cache = new RowCache(Width, budget, _folder);
        for (var row = 0; row < 4; row++) cache.Add(Row(row), row);
        var features = new float[(3 * Width) + 1];
        features[^1] = 42;
        cache.Gather([3, 0, 3], features);
        CollectionAssert.AreEqual((float[])[.. Row(3), .. Row(0), .. Row(3), 42], features);
    }

    [TestMethod]
    public void Add_AfterTheFileWasRead_Throws()
    {
        using var cache = new RowCache(Width, 0, _folder);
        cache.Add(Row(0), 0);
        _ = cache[0];
        Assert.ThrowsExactly<InvalidOperationException>(() => cache.Add(Row(1), 0));
    }

    [TestMethod]
    public void Add_FolderCannotBeMade_ThrowsNamingItAndTheOption()
    {
        var taken = Path.Combine(_folder, "a file");
        File.WriteAllText(taken, "");
        using var cache = new RowCache(Width, 0, taken);
        var error = Assert.ThrowsExactly<IOException>(() => cache.Add(Row(0), 0));
        StringAssert.Contains(error.Message, taken);
        StringAssert.Contains(error.Message, "CacheBudget");
    }

    [TestMethod]
    public void Dispose_NothingAdded_DoesNothing()
    {
        using (new RowCache(Width, 0, _folder)) Assert.IsEmpty(Directory.GetFiles(_folder));
    }

    // NaN, infinities and −0 are kept as they are.
    [TestMethod]
    [DataRow(long.MaxValue)]
    [DataRow(5_000L)]
    [DataRow(0L)]
    public void Rows_WideAndMostlyZero_ReadBackEqual(long budget)
    {
        const int Wide = 1_000;
        using var cache = new RowCache(Wide, budget, _folder);
        for (var row = 0; row < 50; row++) cache.Add(Sparse(row), row);
        Assert.AreEqual(budget == long.MaxValue, cache.IsSparse);
        Assert.AreEqual(budget < long.MaxValue, cache.IsMapped);
        for (var row = 0; row < 50; row++) AssertBits(Sparse(row), cache[row].ToArray());
        int[] chosen = [0, 3, 4, 49];
        for (var slot = 0; slot < Wide; slot += 7)
            AssertBits([.. chosen.Select(row => Sparse(row)[slot])], cache.Column(chosen, slot));
        var gathered = new float[2 * Wide];
        gathered.AsSpan().Fill(42);
        cache.Gather([49, 3], gathered);
        AssertBits([.. Sparse(49), .. Sparse(3)], gathered);

        static float[] Sparse(int row)
        {
            var numbers = new float[Wide];
            for (var i = 0; i < 10; i++) numbers[(row * 31 + i * 97) % Wide] = row - i;
            (numbers[7], numbers[14], numbers[21]) = (float.NaN, -0f, float.NegativeInfinity);
            return numbers;
        }

        static void AssertBits(float[] expected, float[] actual) => CollectionAssert.AreEqual(
            expected.Select(BitConverter.SingleToInt32Bits).ToArray(),
            actual.Select(BitConverter.SingleToInt32Bits).ToArray());
    }

    // Numbers that are not 0 take twice the bytes: where most are not, rows are kept whole.
    [TestMethod]
    public void Rows_WideAndFull_AreKeptWhole()
    {
        const int Wide = 4_000;
        using var cache = new RowCache(Wide, long.MaxValue, _folder);
        for (var row = 0; row < 600; row++)
            cache.Add([.. Enumerable.Range(1, Wide).Select(i => (float)(row + i))], row);
        Assert.IsFalse(cache.IsSparse);
        Assert.IsFalse(cache.IsMapped);
        for (var row = 0; row < 600; row += 37) Assert.AreEqual(row + 100f, cache[row][99]);
    }

    private static float[] Row(int row) => [row, -row, row / 7f, float.MaxValue, float.Epsilon];

    private static void AssertHolds(RowCache cache, int count)
    {
        for (var row = count - 1; row >= 0; row--)
        {
            CollectionAssert.AreEqual(Row(row), cache[row].ToArray());
            Assert.AreEqual(-row, cache.Labels[row]);
        }
    }
}
