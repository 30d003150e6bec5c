using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Networks.Samples;

namespace Microsoft.ML.Larq.Tests.Hosting;

/// <summary>
/// Every kind of layer with one of its numbers grown, one after the other: a model file of it is refused, or loaded and
/// scored within the bounds. What a new kind may grow is found by itself.
/// </summary>
[TestClass]
public class GrownKindTests
{
    private const long MostWeights = 1 << 23;
    private static readonly int[] Sizes = [300, 32767, 2_000_000_000];

    [TestMethod]
    public void Load_EveryKindWithEveryNumberGrown_StaysWithinTheBounds()
    {
        using var process = new GuardedProcess();
        var files = new List<string>();
        var grown = new HashSet<Type>();
        foreach (var (kind, inputs) in KindSamples.All.Select(sample => (sample.Kind, sample.Inputs)))
        {
            foreach (var property in kind.GetType().GetProperties().Where(property => property.CanWrite))
            {
                foreach (var value in Sizes.SelectMany(size => Values(property.PropertyType, size)))
                {
                    var copy = Activator.CreateInstance(kind.GetType())!;
                    foreach (var other in kind.GetType().GetProperties().Where(other => other.CanWrite))
                        other.SetValue(copy, other.GetValue(kind));
                    property.SetValue(copy, value);
                    if (Network((LayerKind)copy, inputs) is not { } network) continue;
                    var name = $"{kind.ClassName}-{property.Name}-{files.Count}.zip";
                    FileOfNothing.Write(process.PathOf(name), network);
                    files.Add(name);
                    grown.Add(kind.GetType());
                }
            }
        }

        foreach (var result in process.Run(files))
        {
            if (result.Seconds > 1 || result.Kilobytes > 256 << 10) Console.WriteLine(result);
            result.Require();
        }

        // Kinds that have a number by which an output grows without a file.
        Type[] known =
        [
            typeof(UpSampling1DLayer), typeof(UpSampling2DLayer), typeof(ZeroPadding1DLayer),
            typeof(ZeroPadding2DLayer), typeof(ChannelPaddingLayer), typeof(Conv2DTransposeLayer),
            typeof(Conv3DTransposeLayer), typeof(Conv1DLayer),
            typeof(SeparableConv1DLayer), typeof(LocallyConnected2DLayer), typeof(MaxPooling2DLayer),
        ];
        CollectionAssert.IsSubsetOf(known, grown.ToArray());
    }

    private static IEnumerable<object> Values(Type type, int size) => type switch
    {
        _ when type == typeof(int) || type == typeof(int?) => [size],
        _ when type == typeof(Sides) || type == typeof(Sides?) =>
            [(Sides)size, (Sides)(size, 1), (Sides)(size, 1, 1)],
        _ when type == typeof(TensorShape) => [new TensorShape(size)],
        _ => [],
    };

    // Ends in a vector of two or more; null where the kind does not take the number, or has too many weights.
    private static NetworkDefinition? Network(LayerKind kind, TensorShape[] inputs)
    {
        try
        {
            var network = kind is InputLayer input
                ? NetworkDefinition.Build(input.Shape, x => End(x))
                : NetworkDefinition.Build(
                    inputs[0], x => End(x.Apply(kind, Enumerable.Repeat(x, inputs.Length - 1), "grown")));
            return network.Layers.Sum(layer => layer.Weights.Sum(spec => (long)spec.Shape.Size)) > MostWeights
                ? null
                : network;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static NetworkTensor End(NetworkTensor x)
    {
        var vector = x.Shape.Rank == 1 ? x : x.Flatten();
        return vector.Shape.Size > 1 ? vector : vector.Concatenate(vector);
    }
}
