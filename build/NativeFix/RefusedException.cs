namespace Larq.NativeFix;

/// <summary>The file is not what this tool knows how to change; it stays as it is.</summary>
internal sealed class RefusedException(string expected, string found)
    : Exception($"expected {expected}, found {found}");
