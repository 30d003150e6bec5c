using System.IO.Compression;
using System.Text;
using Microsoft.ML.Larq.Tests.House;

namespace Microsoft.ML.Larq.Tests.Formats.Hdf5;

/// <summary>A file that libhdf5 wrote: see <c>Formats/Hdf5/Files/make.py</c>.</summary>
internal static class ForeignFile
{
    // What make.py has for PLACE.
    private static readonly string Place = "/" + new string('_', 199);

    public static byte[] Read(string name) => File.ReadAllBytes(Find($"{name}.h5"));

    /// <summary>One that is kept packed.</summary>
    public static byte[] Unpack(string name)
    {
        using var packed = new GZipStream(File.OpenRead(Find($"{name}.h5.gz")), CompressionMode.Decompress);
        using var file = new MemoryStream();
        packed.CopyTo(file);
        return file.ToArray();
    }

    /// <summary>The file with a path where it names another file.</summary>
    public static byte[] Read(string name, string other)
    {
        var file = Read(name);
        var path = Encoding.UTF8.GetBytes(other);
        Assert.IsLessThanOrEqualTo(Place.Length, path.Length);
        var at = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Place));
        Assert.IsGreaterThan(0, at, name);
        file.AsSpan(at, Place.Length).Clear();
        path.CopyTo(file, at);
        Assert.IsLessThan(0, file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Place)), name);
        return file;
    }

    private static string Find(string file) => Path.Combine(SourceTree.Tests, "Formats", "Hdf5", "Files", file);
}
