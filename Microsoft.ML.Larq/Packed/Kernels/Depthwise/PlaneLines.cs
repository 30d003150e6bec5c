namespace Microsoft.ML.Larq.Packed.Kernels.Depthwise;

/// <summary>How planes of counts lie in memory: some rows of an image plane by plane, then the next rows.</summary>
/// <param name="rows">Rows of a line of planes.</param>
/// <param name="planes">Planes.</param>
/// <param name="words">Words of a line of one plane.</param>
internal readonly struct PlaneLines(int rows, int planes, int words)
{
    /// <summary>Rows that lie together.</summary>
    public int Rows => rows;

    /// <summary>Planes.</summary>
    public int Planes => planes;

    /// <summary>Words of a line of one plane.</summary>
    public int Words => words;

    /// <summary>The first word of a line.</summary>
    public int Word(int line, int plane) => ((line * planes) + plane) * words;
}
