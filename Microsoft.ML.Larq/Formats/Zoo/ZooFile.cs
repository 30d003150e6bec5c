using System.Security.Cryptography;

namespace Microsoft.ML.Larq.Formats;

/// <summary>One published file of weights.</summary>
public sealed class ZooFile
{
    internal ZooFile(string model, bool includesTop, string release, string fileName, string sha256) =>
        (Model, IncludesTop, Release, FileName, Sha256) = (model, includesTop, release, fileName, sha256);

    /// <summary>The model's name: <c>QuickNet</c>.</summary>
    public string Model { get; }

    /// <summary>Whether the classifier for ImageNet's 1000 classes is in it.</summary>
    public bool IncludesTop { get; }

    /// <summary>The release of <c>larq/zoo</c> that has it: <c>quicknet-v1.0</c>.</summary>
    internal string Release { get; }

    /// <summary>Its name there: <c>quicknet_weights.h5</c>.</summary>
    internal string FileName { get; }

    /// <summary>The SHA-256 of its content, 64 small hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>Where it can be downloaded.</summary>
    public Uri Address => new($"https://github.com/larq/zoo/releases/download/{Release}/{FileName}");

    /// <summary>Refuses a file that is not this one.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">
    /// Its content is another; the message says which, if it is another published file.
    /// </exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public void Verify(string path)
    {
        var hash = HashOf(path);
        if (hash == Sha256) return;
        var other = ZooFiles.All.FirstOrDefault(file => file.Sha256 == hash);
        throw new FormatException(
            $"'{path}' is not {FileName} of {Release}, whose SHA-256 is {Sha256}: "
            + (other is null ? $"got {hash}." : $"it is {other.FileName} of {other.Release}."));
    }

    /// <summary>Model, file and release.</summary>
    public override string ToString() => $"{Model}: {FileName} of {Release}";

    internal static string HashOf(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
