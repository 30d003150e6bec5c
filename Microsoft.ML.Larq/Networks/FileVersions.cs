using System.Globalization;

namespace Microsoft.ML.Larq.Networks;

/// <summary>The versions of one kind of file: which is written now, and which are read.</summary>
/// <remarks>
/// A file is read where it was written in <paramref name="Oldest"/> or later, and either in <paramref name="Current"/>
/// or earlier, or later but with the promise that readers of <paramref name="Current"/> or earlier understand it. Who
/// changes what is written raises <paramref name="Current"/>, and <paramref name="ReadableFrom"/> too where readers of
/// before would read it wrongly; <paramref name="Oldest"/> only where files of before are given up.
/// </remarks>
/// <param name="Oldest">The earliest version that is read; at most <paramref name="Current"/>.</param>
/// <param name="ReadableFrom">
/// The earliest version whose readers understand what is written now; at most <paramref name="Current"/>.
/// </param>
/// <param name="Current">The version that is written.</param>
/// <param name="Format">How messages write a version; default as a decimal number.</param>
internal sealed record FileVersions(long Oldest, long ReadableFrom, long Current, string Format = "0")
{
    /// <summary>One version, the first.</summary>
    public static FileVersions First { get; } = new(1, 1, 1);

    /// <summary>Demands that a file can be read.</summary>
    /// <param name="written">The version that it was written in.</param>
    /// <param name="readableFrom">
    /// From which version on readers understand it, as it says itself; null where it does not say.
    /// </param>
    /// <exception cref="FormatException">It cannot; the message names its version and those that are read.</exception>
    public void Require(long written, long? readableFrom = null)
    {
        var came = $"got {Spell(written)}"
            + (readableFrom is { } from && from != written ? $", readable from {Spell(from)} on" : "");
        var known = $"known are format versions {Spell(Oldest)} to {Spell(Current)}, {came}.";
        if (written < Oldest)
            throw new FormatException($"It was written in a version that is no longer read: {known}");
        if ((readableFrom ?? written) > Current)
            throw new FormatException($"It was written by a later version of this library: {known}");
    }

    private string Spell(long version) => Format.StartsWith('X')
        ? "0x" + version.ToString(Format, CultureInfo.InvariantCulture)
        : version.ToString(Format, CultureInfo.InvariantCulture);
}
