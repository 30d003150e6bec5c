using System.Buffers.Binary;
using System.IO.Compression;

namespace FashionMnist;

/// <summary>Reads Fashion-MNIST's four gzipped IDX files.</summary>
internal sealed class FashionFiles(string folder)
{
    /// <summary>Where Debian's package dataset-fashion-mnist puts them.</summary>
    public const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    private const int Images = 0x0803;
    private const int Labels = 0x0801;

    private static readonly string[] Names =
    [
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
    ];

    /// <summary>The 60,000 images to train on.</summary>
    public IReadOnlyList<FashionImage> Training => Read("train");

    /// <summary>The 10,000 images to test on.</summary>
    public IReadOnlyList<FashionImage> Test => Read("t10k");

    private List<FashionImage> Read(string part)
    {
        var pixels = Unzip($"{part}-images-idx3-ubyte.gz", Images, header: 16);
        var labels = Unzip($"{part}-labels-idx1-ubyte.gz", Labels, header: 8);
        const int Size = FashionImage.Side * FashionImage.Side;
        if (pixels.Length != labels.Length * Size)
            throw new InvalidDataException($"{folder}: {labels.Length} labels for {pixels.Length / Size} images.");
        return [.. labels.Select((label, row) => new FashionImage
        {
            Pixels = [.. pixels.AsSpan(row * Size, Size).ToArray().Select(pixel => (float)pixel)],
            Label = Names[label],
        })];
    }

    // IDX: a big-endian number that says the type and the dimensions, the dimensions, the bytes.
    private byte[] Unzip(string name, int magic, int header)
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(folder, name)), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        file.CopyTo(memory);
        var bytes = memory.ToArray();
        return bytes.Length > header && BinaryPrimitives.ReadInt32BigEndian(bytes) == magic
            ? bytes[header..]
            : throw new InvalidDataException(
                $"{Path.Combine(folder, name)} is not an IDX file of bytes (0x{magic:x4}).");
    }
}
