using System.Net;
using System.Net.Http.Headers;

namespace Microsoft.ML.Larq.Formats;

/// <summary>Fetches published weights into a folder, each file once: resumed where it broke off, and checked.</summary>
/// <remarks>
/// A file that is there already and has the right content is used as it is, so that nothing is fetched where somebody
/// has put it. While it is being fetched it is called <c>name.part</c>.
/// </remarks>
public sealed class ZooDownload : IDisposable
{
    private const int BufferLength = 1 << 16;

    // Windows: a sharing violation. Elsewhere the number of EWOULDBLOCK, on Linux and on macOS.
    private static readonly int[] InUse = [unchecked((int)0x80070020), 11, 35];

    private readonly HttpClient _client;

    /// <summary>Creates a downloader.</summary>
    /// <param name="folder">
    /// Where files are kept; null (default) is <c>Microsoft.ML.Larq/zoo</c> in the user's folder for local application
    /// data.
    /// </param>
    /// <param name="handler">What speaks HTTP, which stays the caller's; null (default): .NET's own.</param>
    public ZooDownload(string? folder = null, HttpMessageHandler? handler = null)
    {
        if (folder is not null && (folder.Trim().Length == 0 || folder.Contains('\0', StringComparison.Ordinal)))
            throw new ArgumentException($"The folder is a path, got '{folder}'.", nameof(folder));
        Folder = Path.GetFullPath(folder ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "Microsoft.ML.Larq", "zoo"));
        _client = handler is null ? new HttpClient() : new HttpClient(handler, disposeHandler: false);
    }

    /// <summary>Where files are kept.</summary>
    internal string Folder { get; }

    /// <summary>Where a file is or will be.</summary>
    /// <param name="file">The file.</param>
    public string PathOf(ZooFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Path.Combine(Folder, file.FileName);
    }

    /// <summary>The file's path; it is fetched if it is not there.</summary>
    /// <param name="file">The file.</param>
    /// <param name="progress">Hears how many bytes are there; null for none.</param>
    /// <param name="cancellationToken">Stops fetching; what was fetched stays for the next time.</param>
    /// <exception cref="FormatException">The file that is there, or came, has another content.</exception>
    /// <exception cref="IOException">
    /// It cannot be fetched; the message says which file to put where by hand.
    /// </exception>
    public async Task<string> GetAsync(
        ZooFile file, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var path = PathOf(file);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Folder);
            var claim = await ClaimAsync(path + ".lock", cancellationToken).ConfigureAwait(false);
            await using (claim.ConfigureAwait(false))
            {
                // Another process that held the lock may have fetched the file meanwhile.
                if (!File.Exists(path))
                {
                    await FetchAsync(file, path, progress, cancellationToken).ConfigureAwait(false);
                    return path;
                }
            }
        }

        file.Verify(path);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static void Discard(ZooFile file, string part)
    {
        try
        {
            file.Verify(part);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>A file that is held open while something is fetched, by one process or caller at a time.</summary>
    private static async Task<FileStream> ClaimAsync(string path, CancellationToken cancellationToken)
    {
        for (var refused = 0; ;)
        {
            try
            {
                return new FileStream(path, new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.None,
                    BufferSize = 0,
                    Options = FileOptions.DeleteOnClose,
                });
            }
            catch (IOException error) when (InUse.Contains(error.HResult))
            {
                // Another caller holds the file: try again.
            }
            catch (UnauthorizedAccessException) when (OperatingSystem.IsWindows() && refused++ < 20)
            {
                // Windows throws this for a file that is about to be deleted.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FetchAsync(
        ZooFile file, string path, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var part = path + ".part";
        try
        {
            await FetchAsync(file.Address, part, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or HttpIOException)
        {
            throw new IOException(
                $"{file.FileName} cannot be fetched from {file.Address} ({error.Message}). Without a network, "
                + $"put that file, whose SHA-256 is {file.Sha256}, at '{path}'.", error);
        }

        // A wrong file must not be resumed.
        if (ZooFile.HashOf(part) != file.Sha256) Discard(file, part);
        File.Move(part, path, overwrite: true);
    }

    private async Task FetchAsync(
        Uri address, string part, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var target = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        await using (target.ConfigureAwait(false))
        {
            using var response = await RequestAsync(address, target.Length, cancellationToken).ConfigureAwait(false);
            var resumes = response.StatusCode == HttpStatusCode.PartialContent
                && response.Content.Headers.ContentRange?.From == target.Length;
            if (resumes) target.Seek(0, SeekOrigin.End);
            else target.SetLength(0);
            progress?.Report(target.Length);
            var source = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (source.ConfigureAwait(false))
            {
                var buffer = new byte[BufferLength];
                int read;
                while ((read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                    progress?.Report(target.Length);
                }
            }
        }
    }

    private async Task<HttpResponseMessage> RequestAsync(Uri address, long from, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (from > 0) request.Headers.Range = new RangeHeaderValue(from, null);
        var response = await _client
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (from > 0 && response.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            // The part is already complete, or of another file: start from the beginning.
            response.Dispose();
            return await RequestAsync(address, 0, cancellationToken).ConfigureAwait(false);
        }

        if (response.IsSuccessStatusCode) return response;
        using (response) throw new HttpRequestException(
            $"the server answered {(int)response.StatusCode} {response.ReasonPhrase}");
    }
}
