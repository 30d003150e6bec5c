namespace Larq.ModelBuilder.Data;

/// <summary>Whether a file can be a table at all, before a row of it is read.</summary>
internal static class FileCheck
{
    private const int Looked = 4096;

    /// <exception cref="DataException">It cannot; the message says what it is instead.</exception>
    public static void Check(string path)
    {
        if (Directory.Exists(path))
        {
            throw new DataException(
                $"'{path}' is a folder: a table is a file. For a folder of images use larq image-classification.");
        }

        if (!File.Exists(path)) throw new DataException($"There is no file '{path}'.{Similar(path)}");
        Span<byte> head = stackalloc byte[Looked];
        using var file = File.OpenRead(path);
        head = head[..file.ReadAtLeast(head, Looked, throwOnEndOfStream: false)];
        if (head.IsEmpty) throw new DataException($"'{path}' is empty.");
        var other = head switch
        {
            [0x1F, 0x8B, ..] => "is compressed (gzip): unpack it first, for example with gunzip -k",
            [(byte)'P', (byte)'K', 3, 4, ..] =>
                "is a zip file or an Excel workbook: unpack it, or save it as CSV first",
            [0xD0, 0xCF, 0x11, 0xE0, ..] => "is an old Excel workbook: save it as CSV first",
            [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => "is a Parquet file: save it as CSV first",
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "is UTF-16: save it as UTF-8 first",
            _ when head.Contains((byte)0) => "is no text: it has zero bytes",
            _ => null,
        };
        if (other is not null) throw new DataException($"'{path}' {other}.");
    }

    // A slip of the pen is the commonest cause.
    private static string Similar(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is null || !Directory.Exists(folder)) return "";
        var name = Path.GetFileNameWithoutExtension(path);
        var near = Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!)
            .Where(file => string.Equals(
                Path.GetFileNameWithoutExtension(file), name, StringComparison.OrdinalIgnoreCase)
                || file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
                || file.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).Take(5).ToArray();
        return near.Length == 0 ? "" : $" In that folder there is: {string.Join(", ", near)}.";
    }
}
