using System.Security.Cryptography;

namespace Microsoft.ML.Larq.Formats;

/// <summary>One published file of weights.</summary>
/// <param name="Model">The model's name: <c>QuickNet</c>.</param>
/// <param name="IncludesTop">Whether the classifier for ImageNet's 1000 classes is in it.</param>
/// <param name="Release">The release of <c>larq/zoo</c> that has it: <c>quicknet-v1.0</c>.</param>
/// <param name="FileName">Its name there: <c>quicknet_weights.h5</c>.</param>
/// <param name="Sha256">The SHA-256 of its content, 64 small hexadecimal digits.</param>
public sealed record ZooFile(string Model, bool IncludesTop, string Release, string FileName, string Sha256)
{
    /// <summary>The model's name: <c>QuickNet</c>.</summary>
    public string Model
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Model));
    } = Model ?? throw new ArgumentNullException(nameof(Model));

    /// <summary>The release of <c>larq/zoo</c> that has it: <c>quicknet-v1.0</c>.</summary>
    public string Release
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Release));
    } = Release ?? throw new ArgumentNullException(nameof(Release));

    /// <summary>Its name there: <c>quicknet_weights.h5</c>.</summary>
    public string FileName
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(FileName));
    } = FileName ?? throw new ArgumentNullException(nameof(FileName));

    /// <summary>The SHA-256 of its content, 64 small hexadecimal digits.</summary>
    public string Sha256
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Sha256));
    } = Sha256 ?? throw new ArgumentNullException(nameof(Sha256));

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
