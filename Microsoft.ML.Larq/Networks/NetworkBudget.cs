using System.Numerics;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// What a network that is read from a file may take, worked out from its definition before anything is allocated.
/// </summary>
/// <remarks>
/// <para>A few bytes of a definition can ask for any amount of memory and time: shapes multiply in layers without
/// weights. What is read from a file or a text therefore has to stay within a budget, or it is refused by a
/// <see cref="FormatException"/> that names the layer, the property here and what it would take. Networks that are
/// built or trained in the process are their author's business and have none. By default all networks of
/// <see cref="Zoo"/> fit with images of 512×512.</para>
/// <para>Where a file is trusted, a larger one is given to the method that reads it, or, where the method takes none as
/// <c>mlContext.Model.Load</c>, applied around the call: <c>using (new NetworkBudget(activations: 1L &lt;&lt;
/// 28).Apply()) model = mlContext.Model.Load(…);</c>. ML.NET calls what reads a model by reflection, so the exception
/// comes out of <c>Model.Load</c> within a <see cref="System.Reflection.TargetInvocationException"/>, in a pipeline
/// within several.</para>
/// </remarks>
/// <param name="activations">At least 1; default 67,108,864 (256 MiB).</param>
/// <param name="multiplyAdds">At least 1; default 17,179,869,184, some seconds of one core.</param>
/// <param name="operations">At least 1; default 262,144.</param>
/// <param name="weightBytes">At least 1; default 67,108,864.</param>
/// <param name="weightGrowth">At least 1; default 64: a bit of a binary kernel becomes 32.</param>
/// <exception cref="ArgumentOutOfRangeException">One is below 1.</exception>
public sealed class NetworkBudget(
    long activations = 1L << 26, long multiplyAdds = 1L << 34, long operations = 1L << 18,
    long weightBytes = 1L << 26, int weightGrowth = 64)
{
    private static readonly AsyncLocal<NetworkBudget?> Applied = new();
    private static volatile NetworkBudget _default = new();

    /// <summary>What holds in the whole process where no other is given or applied.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public static NetworkBudget Default
    {
        get => _default;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _default = value;
        }
    }

    /// <summary>No bounds, for files whose author is trusted with the process.</summary>
    public static NetworkBudget Unlimited { get; } =
        new(long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue);

    /// <summary>
    /// Numbers of a row that are kept at the same time, 4 bytes each: outputs that are still to be read, the layer's
    /// padded input and tables.
    /// </summary>
    public long Activations { get; } = AtLeastOne(activations);

    /// <summary>
    /// Multiplications and additions of a row, border taps included, weighed by how long they take: of signs they count
    /// an eighth, of operands of 2 bits a half, with too few channels for a vector several times; numbers that are only
    /// read or written count two, exponentials forty.
    /// </summary>
    public long MultiplyAdds { get; } = AtLeastOne(multiplyAdds);

    /// <summary>
    /// Steps in which a row is scored: one per layer; one per position of a layer without shared weights; one for each
    /// stride of a transposed layer; one per plane of a volume's kernel.
    /// </summary>
    public long Operations { get; } = AtLeastOne(operations);

    /// <summary>
    /// Bytes of all weights that are read, as single-precision numbers, filters of a group filled up to 16, and 2,048
    /// for each weight by itself; a network from JSON or from Keras alone has none yet. Where the file is large,
    /// <see cref="WeightGrowth"/> allows more.
    /// </summary>
    public long WeightBytes { get; } = AtLeastOne(weightBytes);

    /// <summary>
    /// How many times as many bytes the weights may become as they take, compressed, in the file, where that is more
    /// than <see cref="WeightBytes"/>.
    /// </summary>
    public int WeightGrowth { get; } = AtLeastOne(weightGrowth);

    /// <summary>What holds here: that of the innermost <see cref="Apply"/>, else <see cref="Default"/>.</summary>
    internal static NetworkBudget Current => Applied.Value ?? _default;

    /// <summary>Lets this hold for what is read from here on, in this flow of execution and what it starts.</summary>
    /// <returns>What ends it, and lets hold again what held before.</returns>
    public IDisposable Apply()
    {
        var before = Applied.Value;
        Applied.Value = this;
        return new Scope(before);
    }

    private static T AtLeastOne<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : INumber<T> => value >= T.One
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"A network budget's {name} is at least 1, got {value}.");

    private sealed class Scope(NetworkBudget? before) : IDisposable
    {
        public void Dispose() => Applied.Value = before;
    }
}
