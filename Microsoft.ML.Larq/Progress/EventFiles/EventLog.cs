using System.Globalization;
using Microsoft.ML.Larq.Files;

namespace Microsoft.ML.Larq.Progress.EventFiles;

/// <summary>An event file that grows while training runs.</summary>
/// <remarks>
/// <para>
/// It is opened, appended to and closed each time: nothing is left open where training ends by an error, and what was
/// written can be read at once. A file that was deleted meanwhile is begun anew.
/// </para>
/// <para>What could not be written waits for the next time; the file then ends where it did before.</para>
/// </remarks>
/// <param name="folder">The run's folder, made where there is none.</param>
internal sealed class EventLog(string folder)
{
    private string? _path;
    private byte[] _waiting = [];

    /// <summary>Writes records that follow those of before.</summary>
    /// <param name="seconds">The time, in seconds since 1970.</param>
    /// <param name="records">The records, which are kept where they cannot be written.</param>
    /// <exception cref="IOException">They cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be written.</exception>
    public void Append(double seconds, byte[] records)
    {
        _waiting = [.. _waiting, .. records];
        if (_waiting.Length == 0) return;
        using var file = Open(seconds);
        var end = file.Length;
        byte[] bytes = end == 0 ? [.. EventRecord.Version(seconds), .. _waiting] : _waiting;
        try
        {
            file.Write(bytes);
            file.Flush();
        }
        catch (IOException)
        {
            file.SetLength(end);
            throw;
        }

        _waiting = [];
    }

    private FileStream Open(double seconds)
    {
        Directory.CreateDirectory(folder);
        var options = new FileStreamOptions
        {
            Mode = _path is null ? FileMode.CreateNew : FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (_path is not null)
        {
            var file = NewFile.Create(_path, options);
            file.Seek(0, SeekOrigin.End);
            return file;
        }

        // TensorBoard reads a folder's files by name, so the time comes first; a second training within a second gets
        // the next number.
        for (var number = 0; ; number++)
        {
            var path = Path.Combine(folder, string.Create(
                CultureInfo.InvariantCulture, $"events.out.tfevents.{(long)seconds:D10}.larq.{number:D4}"));
            if (File.Exists(path)) continue;
            try
            {
                var file = NewFile.Create(path, options);
                _path = path;
                return file;
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process was faster.
            }
        }
    }
}
