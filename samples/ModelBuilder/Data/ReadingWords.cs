namespace Larq.ModelBuilder.Data;

/// <summary>What people call separators and decimal marks.</summary>
internal static class ReadingWords
{
    /// <summary>A separator, by its name or as it is; null for auto.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static char? Separator(string? text) => text switch
    {
        null or "auto" => null,
        "tab" or "\\t" => '\t',
        "comma" => ',',
        "semicolon" => ';',
        "pipe" => '|',
        "space" => ' ',
        [var one] and not ("\"" or "\r" or "\n") when !char.IsControl(one) || one == '\t' => one,
        _ => throw new UsageException(
            $"--separator is one character, or tab, comma, semicolon, pipe, space or auto, got '{text}'."),
    };

    /// <summary>A decimal mark; null for auto.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static char? Decimal(string? text) => text switch
    {
        null or "auto" => null,
        "." or "point" => '.',
        "," or "comma" => ',',
        _ => throw new UsageException($"--decimal is . or , or auto, got '{text}'."),
    };
}
