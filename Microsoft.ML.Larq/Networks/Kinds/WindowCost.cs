using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Networks.Kinds;

/// <summary>What a window that moves over an image takes.</summary>
/// <param name="Input">Of the image; a sequence is one of one row, of a volume it is a plane.</param>
/// <param name="Window">The window.</param>
/// <param name="Kind">Whose input and first kernel may be quantized; null (default) for none of either.</param>
internal sealed record WindowCost(TensorShape Input, Window2D Window, BiasedKind? Kind = null)
{
    // What engines fill filters up to, and what they prepare of a number that meets signs.
    private const int Lanes = 8;
    private const int WidestFilters = 16;
    private const int PreparedForSigns = 5;
    private const int PatchesTogether = 8;
    private const int NarrowBits = 2;
    private const int BitsAtOnce = 8;
    private const int LevelsAtOnce = 2;

    // What one number takes where there are too few of them for a vector, against one in a vector.
    private const int Alone = 4;

    // A row of a window, or of a dilated one a cell, is copied by itself; cells far apart come from memory.
    private const int CopyOfARow = 8;
    private const int CopyOfACell = 64;

    // Numbers that patches are put together in at once.
    private const int PatchNumbers = 1 << 14;

    // The correction of a tap at the border is worked out tap by tap.
    private const int CorrectionOfATap = 8;

    public required int Filters { get; init; }

    public int Groups { get; init; } = 1;

    private Quantizer? InputQuantizer => Kind?.InputQuantizer;

    private Quantizer? KernelQuantizer => Kind is null ? null : KernelOf(Kind);

    private Int128 Pixels => (Int128)Window.Rows.Output * Window.Columns.Output;

    private Int128 Taps => (Int128)Window.Kernel.Height * Window.Kernel.Width;

    private Int128 Padded =>
        ((Int128)Height + Outside(Window.Rows)) * ((Int128)Width + Outside(Window.Columns)) * Input.Channels;

    private int Height => Input.Rank < 3 ? 1 : Input[Input.Rank - 3];

    private int Width => Input.Rank < 2 ? 1 : Input[Input.Rank - 2];

    /// <summary>A pooling: each output looks at every cell of its window that lies in the image.</summary>
    public LayerCost Pooling() => new()
    {
        MultiplyAdds = Pixels * ((Input.Channels / Lanes * Lanes) + (2 * Alone * (Input.Channels % Lanes)))
            * Math.Min(Window.Kernel.Height, Height) * Math.Min(Window.Kernel.Width, Width),
        Operations = 1,
    };

    /// <summary>A convolution with one kernel for all places.</summary>
    public LayerCost Convolution()
    {
        var (channels, filters) = (Input.Channels / Groups, Filters / Groups);
        var isDepthwise = Groups > 1 && channels == 1;
        var weights = Taps * channels * Filters;
        var filled = !isDepthwise ? Taps * channels * Groups * Up(filters, Lanes)
            : Filters < Lanes ? Alone * weights : weights;
        var multiplyAdds = Pixels * filled;
        var atOnce = AtOnce;
        return new LayerCost
        {
            Tables = (2 * Pixels) + (4 * ((Int128)Window.Rows.Output + Window.Columns.Output)),
            Scratch = (Padded * (KernelQuantizer is null || InputQuantizer is not null ? 1 : PreparedForSigns))
                + (PatchesTogether * Taps * channels) + Quantized(Input, Kind),
            MultiplyAdds = (multiplyAdds / atOnce) + Copies(channels)
                + (atOnce > 1 ? CorrectionOfATap * BorderKinds * weights : 0),
            Operations = 1,
            Filling = isDepthwise ? 0 : (Taps * channels * Groups * Up(filters, WidestFilters)) - weights,
        };
    }

    /// <summary>Numbers that a layer's quantizers make of its input before it begins.</summary>
    public static Int128 Quantized(TensorShape input, BiasedKind? kind)
    {
        if (kind is null || (kind.InputQuantizer is null && KernelOf(kind) is null)) return 0;
        Int128 pixels = input.Size / input.Channels;
        return input.Size + (2 * pixels) + (KernelOf(kind)?.Alphabet == Alphabet.Ternary ? 2 * (Int128)input.Size : 0);
    }

    private static Quantizer? KernelOf(BiasedKind kind) => kind.Kernels.First().Quantizer;

    /// <summary>How many products are taken at once where operands have few bits.</summary>
    private int AtOnce => (InputQuantizer, KernelQuantizer) switch
    {
        ({ Alphabet: Alphabet.Signs or Alphabet.ZeroOne }, { Alphabet: Alphabet.Signs }) => BitsAtOnce,
        ({ Precision: <= NarrowBits }, { Precision: <= NarrowBits }) => LevelsAtOnce,
        _ => 1,
    };

    // Each output's window is put together from rows of the image, which are laid out anew for every few windows.
    private Int128 Copies(int channels)
    {
        var together = Int128.Max(PatchNumbers / (Taps * channels) / PatchesTogether, 1) * PatchesTogether;
        var lines = Window.Kernel.Height * (((Int128)Width + Outside(Window.Columns)) * Input.Channels);
        var copies = Window.Dilation.Width == 1 ? CopyOfARow * (Int128)Window.Kernel.Height : CopyOfACell * Taps;
        return (Pixels * copies) + (Pixels / together * lines);
    }

    // Places whose windows lose the same taps to the border share what is corrected for them.
    private Int128 BorderKinds =>
        Kinds(Window.Rows, Window.Strides.Height) * Kinds(Window.Columns, Window.Strides.Width);

    private static Int128 Kinds(WindowAxis axis, int stride) =>
        Math.Min(axis.Output, (Outside(axis) / stride) + 2);

    private static long Outside(WindowAxis axis) => (long)Math.Max(axis.Before, 0) + Math.Max(axis.After, 0);

    private static Int128 Up(int filters, int multiple) => ((Int128)filters + multiple - 1) / multiple * multiple;
}
