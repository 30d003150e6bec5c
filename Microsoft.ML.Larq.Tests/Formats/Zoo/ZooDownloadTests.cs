using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.ML.Larq.Formats;

namespace Microsoft.ML.Larq.Tests.Formats.Zoo;

[TestClass]
public sealed class ZooDownloadTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7))];

    private static readonly ZooFile File = new(
        "Some", true, "some-v1", "some_weights.h5", Convert.ToHexStringLower(SHA256.HashData(Content)));

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"larq-zoo-{Guid.NewGuid():N}");

    private string Target => Path.Combine(_folder, File.FileName);

    [TestMethod]
    public async Task Get_NothingThere_FetchesOnce()
    {
        using var server = new Server();
        using var download = new ZooDownload(_folder, server);
        var heard = new List<long>();
        Assert.AreEqual(Target, await download.GetAsync(File, new Heard(heard)));
        CollectionAssert.AreEqual(Content, await System.IO.File.ReadAllBytesAsync(Target));
        Assert.AreEqual(Target, await download.GetAsync(File));
        Assert.HasCount(1, server.Requests);
        Assert.AreEqual(File.Address, server.Requests[0].Address);
        Assert.AreEqual(0, heard[0]);
        Assert.AreEqual(Content.Length, heard[^1]);
        CollectionAssert.AreEqual(new[] { Target }, Directory.GetFiles(_folder));
    }

    [TestMethod]
    public async Task Get_HalfThere_ResumesWhereItBrokeOff()
    {
        using var server = new Server { BreaksAfter = 70_000 };
        using var download = new ZooDownload(_folder, server);
        var error = await Assert.ThrowsExactlyAsync<IOException>(() => download.GetAsync(File));
        StringAssert.Contains(error.Message, $"some_weights.h5 cannot be fetched from {File.Address}");
        Assert.IsFalse(System.IO.File.Exists(Target));
        var there = new FileInfo(Target + ".part").Length;
        Assert.IsGreaterThan(0, there);

        server.BreaksAfter = null;
        await download.GetAsync(File);
        CollectionAssert.AreEqual(Content, await System.IO.File.ReadAllBytesAsync(Target));
        Assert.AreEqual(there, server.Requests[1].From);
    }

    [TestMethod]
    public async Task Get_HalfThereAndAServerThatCannotResume_StartsAnew()
    {
        using var server = new Server { IgnoresRange = true };
        using var download = new ZooDownload(_folder, server);
        await LeavePartAsync([1, 2, 3]);
        await download.GetAsync(File);
        CollectionAssert.AreEqual(Content, await System.IO.File.ReadAllBytesAsync(Target));
    }

    [TestMethod]
    public async Task Get_MoreThereThanThereIs_StartsAnew()
    {
        using var server = new Server();
        using var download = new ZooDownload(_folder, server);
        await LeavePartAsync(new byte[Content.Length + 1]);
        await download.GetAsync(File);
        CollectionAssert.AreEqual(Content, await System.IO.File.ReadAllBytesAsync(Target));
        Assert.IsNull(server.Requests[1].From);
    }

    [TestMethod]
    public async Task Get_OtherContent_IsRefusedAndNotResumed()
    {
        using var server = new Server();
        using var download = new ZooDownload(_folder, server);
        await LeavePartAsync(new byte[1000]);
        var error = await Assert.ThrowsExactlyAsync<FormatException>(() => download.GetAsync(File));
        StringAssert.Contains(error.Message, $"whose SHA-256 is {File.Sha256}: got ");
        Assert.IsEmpty(Directory.GetFiles(_folder));
    }

    [TestMethod]
    public async Task Get_WrongFileThere_IsRefusedWithoutFetching()
    {
        using var server = new Server();
        using var download = new ZooDownload(_folder, server);
        Directory.CreateDirectory(_folder);
        await System.IO.File.WriteAllBytesAsync(Target, [1]);
        await Assert.ThrowsExactlyAsync<FormatException>(() => download.GetAsync(File));
        Assert.IsEmpty(server.Requests);
    }

    [TestMethod]
    [DataRow(HttpStatusCode.NotFound)]
    [DataRow(null)]
    public async Task Get_Offline_SaysWhichFileToPutWhere(HttpStatusCode? answer)
    {
        using var server = new Server { Answer = answer, IsOffline = answer is null };
        using var download = new ZooDownload(_folder, server);
        var error = await Assert.ThrowsExactlyAsync<IOException>(() => download.GetAsync(File));
        StringAssert.Contains(error.Message, answer is null ? "no route" : "404");
        StringAssert.Contains(error.Message, $"put that file, whose SHA-256 is {File.Sha256}, at '{Target}'");
    }

    // One fetches, the others wait and find it there; a part that nobody holds is gone on from.
    [TestMethod]
    public async Task Get_FourAtOnce_FetchesOnce()
    {
        using var server = new Server { Slowly = true };
        ZooDownload[] downloads = [.. Enumerable.Range(0, 4).Select(_ => new ZooDownload(_folder, server))];
        var paths = await Task.WhenAll(downloads.Select(download => Task.Run(() => download.GetAsync(File))));
        Assert.IsTrue(paths.All(path => path == Target));
        Assert.HasCount(1, server.Requests);
        CollectionAssert.AreEqual(Content, await System.IO.File.ReadAllBytesAsync(Target));
        CollectionAssert.AreEqual(new[] { Target }, Directory.GetFiles(_folder));
        foreach (var download in downloads) download.Dispose();
    }

    [TestMethod]
    public async Task Get_AnotherFetchesAndDoesNotEnd_CanBeCancelled()
    {
        using var server = new Server();
        using var download = new ZooDownload(_folder, server);
        Directory.CreateDirectory(_folder);
        using (new FileStream(Target + ".lock", FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            await Assert.ThrowsAsync<OperationCanceledException>(
                () => download.GetAsync(File, cancellationToken: source.Token));
        }

        Assert.AreEqual(Target, await download.GetAsync(File));
    }

    [TestMethod]
    public void PathOf_WithoutAFolder_IsTheUsers()
    {
        using var download = new ZooDownload();
        StringAssert.EndsWith(download.PathOf(File), Path.Combine("Microsoft.ML.Larq", "zoo", "some_weights.h5"));
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private async Task LeavePartAsync(byte[] part)
    {
        Directory.CreateDirectory(_folder);
        await System.IO.File.WriteAllBytesAsync(Target + ".part", part);
    }

    private sealed class Heard(List<long> bytes) : IProgress<long>
    {
        public void Report(long value) => bytes.Add(value);
    }

    private sealed class Server : HttpMessageHandler
    {
        public List<(Uri Address, long? From)> Requests { get; } = [];

        public int? BreaksAfter { get; set; }

        public bool IgnoresRange { get; init; }

        public bool IsOffline { get; init; }

        public HttpStatusCode? Answer { get; init; }

        public bool Slowly { get; init; }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var from = request.Headers.Range?.Ranges.Single().From;
            lock (Requests) Requests.Add((request.RequestUri!, from));
            if (Slowly) Thread.Sleep(500);
            if (IsOffline) throw new HttpRequestException("no route to host");
            if (Answer is { } answer) return Task.FromResult(new HttpResponseMessage(answer));
            if (from is null || IgnoresRange) return Task.FromResult(Of(HttpStatusCode.OK, Content));
            if (from >= Content.Length)
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.RequestedRangeNotSatisfiable));
            var rest = Of(HttpStatusCode.PartialContent, Content[(int)from..]);
            rest.Content.Headers.ContentRange = new ContentRangeHeaderValue(
                from.Value, Content.Length - 1, Content.Length);
            return Task.FromResult(rest);
        }

        private HttpResponseMessage Of(HttpStatusCode status, byte[] content) => new(status)
        {
            Content = new StreamContent(new Broken(content, BreaksAfter ?? int.MaxValue)),
        };
    }

    // Breaks off as a connection does that is cut.
    private sealed class Broken(byte[] content, int after) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position >= after
                ? throw new HttpIOException(HttpRequestError.ResponseEnded, "cut")
                : base.ReadAsync(buffer[..Math.Min(buffer.Length, 10_000)], cancellationToken);
    }
}
