using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Networks.Kinds;

/// <summary>How a kernel or a pool lies on its input and moves over it, along one to three axes.</summary>
/// <param name="axes">Axes that it moves along.</param>
/// <param name="size">Cells that it covers along each axis.</param>
/// <param name="strides">Cells from one position to the next.</param>
/// <param name="dilation">Cells from one tap to the next.</param>
/// <param name="padding">What happens at the border.</param>
internal sealed class Stencil(int axes, Sides size, Sides strides, Sides dilation, PadMode padding)
{
    public int Axes => axes;

    public int[] Size { get; } = size.Along(axes);

    public int[] Strides { get; } = strides.Along(axes);

    public int[] Dilation { get; } = dilation.Along(axes);

    public PadMode Padding => padding;

    /// <summary>Checks what there is to check before the padding is known to be one; gives the input's shape.</summary>
    public TensorShape Check(LayerInputs inputs, string size = "kernel size")
    {
        var shape = inputs.WithAxes(Axes);
        inputs.Positive(size, Axes, Size);
        inputs.Positive("strides", Axes, Strides);
        inputs.Positive("dilation rate", Axes, Dilation);
        return shape;
    }

    /// <summary>The shape that moving over the only input gives, or an error where there is no room.</summary>
    public TensorShape Slide(LayerInputs inputs, int channels)
    {
        int[] lengths = [.. Size.Select((_, axis) => Along(inputs.Single, axis).Output)];
        if (lengths.All(length => length > 0)) return new TensorShape([.. lengths, channels]);
        var extents = string.Join('×', Size.Select((size, axis) => ((size - 1) * Dilation[axis]) + 1));
        var room = Axes switch
        {
            1 => $"a sequence of at least {extents} steps",
            2 => $"an image of at least {extents}",
            _ => $"a volume of at least {extents}",
        };
        return inputs.Fail(
            $"needs {room} for its window of {string.Join('×', Size)} (dilation {string.Join('×', Dilation)})"
            + $" without padding, got {inputs.Single}.");
    }

    /// <summary>How it moves along one axis of an input.</summary>
    public WindowAxis Along(TensorShape input, int axis) =>
        WindowAxis.Of(input[axis], Size[axis], Strides[axis], Dilation[axis], Padding);

    /// <summary>The window over an image or a volume's plane; a sequence is an image of one row.</summary>
    public Window2D Over(TensorShape input)
    {
        var last = Axes - 1;
        if (last == 0) return new(new(1, 0, 0), Along(input, 0), (1, Size[0]), (1, Strides[0]), (1, Dilation[0]));
        return new(
            Along(input, last - 1), Along(input, last), (Size[last - 1], Size[last]),
            (Strides[last - 1], Strides[last]), (Dilation[last - 1], Dilation[last]));
    }
}
