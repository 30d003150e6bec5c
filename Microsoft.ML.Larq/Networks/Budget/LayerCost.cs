namespace Microsoft.ML.Larq.Networks.Budget;

/// <summary>What a layer takes, as <see cref="NetworkBudget"/> counts it; never too little by much.</summary>
/// <remarks>128 bits, because a shape's sizes, each below 2³¹, are multiplied up to four times.</remarks>
internal readonly record struct LayerCost
{
    /// <summary>Numbers that are kept as long as the network: tables of places.</summary>
    public Int128 Tables { get; init; }

    /// <summary>Numbers that are kept while the layer runs, beside its inputs and its output.</summary>
    public Int128 Scratch { get; init; }

    public Int128 MultiplyAdds { get; init; }

    public Int128 Operations { get; init; }

    /// <summary>Weights beyond those of the layer, by which filters are filled up.</summary>
    public Int128 Filling { get; init; }

    public static LayerCost operator +(LayerCost a, LayerCost b) => new()
    {
        Tables = a.Tables + b.Tables,
        Scratch = a.Scratch + b.Scratch,
        MultiplyAdds = a.MultiplyAdds + b.MultiplyAdds,
        Operations = a.Operations + b.Operations,
        Filling = a.Filling + b.Filling,
    };

    /// <summary>Every number of the inputs and the output is touched so many times.</summary>
    public static LayerCost Touching(IReadOnlyList<TensorShape> inputs, TensorShape output, int times = 1)
    {
        Int128 numbers = output.Size;
        foreach (var input in inputs) numbers += Math.Max(input.Size, output.Size);
        return new LayerCost { MultiplyAdds = times * numbers, Operations = 1 };
    }
}
