namespace Microsoft.ML.Larq.Packed.Kernels.RealBySigns;

/// <summary>
/// A kernel of ±1 cut into blocks of <see cref="Filters"/> filters of one group, as a <see cref="SignKernel"/> reads
/// it; filled up with filters of +1, whose sums nobody reads.
/// </summary>
internal sealed class SignWeights
{
    private readonly uint[] _words;
    private readonly int _length;

    /// <param name="kernel">Whose tiles it is cut for.</param>
    /// <param name="shape">The geometry.</param>
    /// <param name="values">Row-major (height, width, channels/groups, filters).</param>
    /// <param name="rows">Into how many stretches of groups the taps are cut: the kernel's rows, or 1.</param>
    public SignWeights(SignKernel kernel, ConvolutionShape shape, ReadOnlySpan<float> values, int rows)
    {
        var inputs = shape.Taps * shape.GroupChannels / rows;
        Filters = kernel.Width(shape.GroupFilters);
        PerGroup = (shape.GroupFilters + Filters - 1) / Filters;
        RowGroups = (inputs + SignKernel.Group - 1) / SignKernel.Group;
        var rowWords = (RowGroups + SignKernel.PerWord - 1) / SignKernel.PerWord;
        _length = checked(rows * rowWords * Filters);
        _words = new uint[checked(shape.Groups * PerGroup * _length)];
        for (var i = 0; i < shape.Filters; i++)
        {
            var (group, filter) = Math.DivRem(i, shape.GroupFilters);
            var first = (((group * PerGroup) + (filter / Filters)) * _length) + (filter % Filters);
            for (var row = 0; row < rows; row++)
            {
                for (var part = 0; part < RowGroups; part++)
                {
                    var signs = 0u;
                    var end = Math.Min(inputs, (part + 1) * SignKernel.Group);
                    for (var input = part * SignKernel.Group; input < end; input++)
                    {
                        if (values[(((row * inputs) + input) * shape.Filters) + i] < 0)
                            signs |= 1u << (input % SignKernel.Group);
                    }

                    // The first three relative to the fourth.
                    if (signs >= 8) signs ^= 7;
                    var word = (row * rowWords) + (part / SignKernel.PerWord);
                    _words[first + (word * Filters)] |= signs << (part % SignKernel.PerWord * SignKernel.Group);
                }
            }
        }
    }

    /// <summary>Filters of a block.</summary>
    public int Filters { get; }

    /// <summary>Blocks of a group.</summary>
    public int PerGroup { get; }

    /// <summary>Groups of inputs in a stretch.</summary>
    public int RowGroups { get; }

    public long Bytes => (long)_words.Length * sizeof(uint);

    public ReadOnlySpan<uint> Block(int block) => _words.AsSpan(block * _length, _length);
}
