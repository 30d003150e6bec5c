namespace Microsoft.ML.Larq.Training;

/// <summary>What stands where a moved image has left nothing.</summary>
public enum FillMode
{
    /// <summary>A value of one's own: <c>k k | a b c d | k k</c>.</summary>
    Constant,

    /// <summary>The nearest pixel: <c>a a | a b c d | d d</c>.</summary>
    Nearest,

    /// <summary>The image mirrored at its edge: <c>b a | a b c d | d c</c>.</summary>
    Reflect,

    /// <summary>The image from its other side: <c>c d | a b c d | a b</c>.</summary>
    Wrap,
}
