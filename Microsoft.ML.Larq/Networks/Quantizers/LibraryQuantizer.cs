using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Quantizers;

/// <summary>What the library's own quantizers share: each says at once what it is.</summary>
internal abstract record LibraryQuantizer : Quantizer
{
    /// <param name="row">How it is called.</param>
    /// <param name="alphabet">The values that the output takes.</param>
    /// <param name="precision">Bits of one of them, from 1 to 32.</param>
    /// <param name="window">Half the width of the window in which the gradient passes; null for no window.</param>
    private protected LibraryQuantizer(
        AliasRow<Quantizer> row, Alphabet alphabet, int precision = 1, float? window = null)
    {
        Alias = row.Alias;
        Alphabet = alphabet;
        Precision = Argument.Within(OwnerOf(row), 1, 32, precision);
        Window = window is { } clip ? Argument.Positive(OwnerOf(row), clip, "clipValue", ", or None") : null;
    }

    public sealed override string Alias { get; }

    public sealed override int Precision { get; }

    public sealed override Alphabet Alphabet { get; }

    public sealed override float? Window { get; }

    /// <summary>The argument of those that let a user choose the window.</summary>
    private protected (string, object?, object?) ClipArgument => ("clip_value", Window, 1f);

    private protected static float? ClipOf(AliasCall call) => call.Take("clip_value", (float?)1f);

    private protected static string OwnerOf(AliasRow<Quantizer> row) => $"Quantizer '{row.Alias}'";
}
