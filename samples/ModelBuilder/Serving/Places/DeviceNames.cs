namespace Larq.ModelBuilder.Serving.Places;

/// <summary>Names that on Windows are no files in whatever folder.</summary>
internal static class DeviceNames
{
    private static readonly string[] Plain = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];
    private static readonly string[] Numbered = ["COM", "LPT"];

    /// <summary>Whether a name is one, whatever its ending.</summary>
    public static bool Has(string name)
    {
        var stem = name.Split('.')[0].TrimEnd();
        return Plain.Contains(stem, StringComparer.OrdinalIgnoreCase)
            || (stem.Length == 4 && Numbered.Contains(stem[..3], StringComparer.OrdinalIgnoreCase)
                && (char.IsAsciiDigit(stem[3]) || stem[3] is '¹' or '²' or '³'));
    }
}
