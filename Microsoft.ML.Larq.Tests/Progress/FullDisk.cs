using Microsoft.ML.Larq.Files;

namespace Microsoft.ML.Larq.Tests.Progress;

/// <summary>While it is not disposed, new files of some names take so many bytes and no more.</summary>
internal sealed class FullDisk : IDisposable
{
    public const string Message = "No space left on device";

    public FullDisk(Func<string, bool> concerns, long room) => NewFile.Maker.Value = (path, options) =>
        concerns(path) && IsFull ? new Full(path, options, room) : new FileStream(path, options);

    public bool IsFull { get; set; } = true;

    public void Dispose() => NewFile.Maker.Value = null;

    // A file without a buffer of its own, so that every byte is asked for at once.
    private sealed class Full(string path, FileStreamOptions options, long room) : FileStream(path, options)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Position + buffer.Length > room) throw new IOException($"{Message} : '{Name}'");
            base.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Position + count > room) throw new IOException($"{Message} : '{Name}'");
            base.Write(buffer, offset, count);
        }
    }
}
