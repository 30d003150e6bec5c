namespace Microsoft.ML.Larq.Networks.Shapes;

/// <summary>A height and a width.</summary>
internal readonly record struct Size2D(int Height, int Width)
{
    /// <summary>One by one.</summary>
    public static Size2D One => new(1, 1);

    public static implicit operator Size2D(int side) => new(side, side);

    public static implicit operator Size2D((int Height, int Width) size) => new(size.Height, size.Width);

    public static implicit operator Size2D(Sides sides) => new(sides[0], sides[1]);

    public static implicit operator Sides(Size2D size) => (size.Height, size.Width);

    public override string ToString() => $"{Height}×{Width}";
}
