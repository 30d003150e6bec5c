namespace Microsoft.ML.Larq.Networks.Initializers;

/// <summary>How many inputs an output sums, and how many outputs an input reaches, as Keras counts them.</summary>
internal readonly record struct Fans(double In, double Out)
{
    public static Fans Of(TensorShape shape)
    {
        if (shape.Rank == 1) return new Fans(shape.Channels, shape.Channels);
        var inputs = shape[shape.Rank - 2];
        var field = (double)shape.Size / inputs / shape.Channels;
        return new Fans(inputs * field, shape.Channels * field);
    }

    /// <summary>√(6 / (fan_in + fan_out)), the limit of <c>glorot_uniform</c>.</summary>
    public double GlorotLimit => Math.Sqrt(6 / (In + Out));

    public double By(FanMode mode) => mode switch
    {
        FanMode.FanIn => In,
        FanMode.FanOut => Out,
        _ => (In + Out) / 2,
    };
}
