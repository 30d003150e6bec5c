
namespace Microsoft.ML.Larq.Networks.Kinds;

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

    /// <summary>What an exponential counts.</summary>
    public const int Exponential = 20;

    // Where nothing is computed, memory decides: a number that is read or written takes as long as two products.
    private const int Touch = 2;

    /// <summary>Every number of the inputs and the output is touched so many times.</summary>
    public static LayerCost Touching(IReadOnlyList<TensorShape> inputs, TensorShape output, int times = 1)
    {
        Int128 numbers = output.Size;
        foreach (var input in inputs) numbers += Math.Max(input.Size, output.Size);
        return new LayerCost { MultiplyAdds = Touch * times * numbers, Operations = 1 };
    }

    /// <summary>What a function behind a layer takes.</summary>
    public static Int128 Activating(ActivationFunction function, TensorShape output) =>
        IsExponential(function) ? Touch * Exponential * (Int128)output.Size : 0;

    /// <summary>Whether a function calls for an exponential of each number: all but those that compare.</summary>
    public static bool IsExponential(ActivationFunction function) =>
        function is not (ActivationFunction.Linear or ActivationFunction.Relu or ActivationFunction.Relu6
            or ActivationFunction.Relu1 or ActivationFunction.HardTanh or ActivationFunction.LeakyTanh);
}
