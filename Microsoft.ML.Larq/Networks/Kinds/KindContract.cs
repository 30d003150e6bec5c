using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Microsoft.ML.Larq.Networks.Kinds;

/// <summary>
/// How a kind's parameters are written: what belongs to a kernel, a bias, slopes or scales each on its own,
/// <c>kernelInitializer</c> for <c>Kernel.Initializer</c>, and without quantizers for a class of real numbers.
/// </summary>
internal static class KindContract
{
    /// <summary>How <see cref="WeightedKind.Trainable"/> is called in the text.</summary>
    public const string Trainable = "trainable";

    // Where parameters stand in the text; those without an order of their own between the quantizers and late kernels.
    public const int First = -2;
    public const int Quantizers = -1;
    public const int LateKernel = 1;
    public const int Biases = 2;
    public const int Activity = 3;
    public const int Last = 5;

    private static readonly string[] Sizes = ["kernelSize", "strides", "outputPadding", "dilationRate"];

    // Behind the activity's, where those of a bias have always stood.
    private const int AfterActivity = 4;

    private static readonly Part[] KernelParts =
    [
        Part.Of<Kernel, Initializer>("Initializer", k => k.Initializer, (k, v) => k with { Initializer = v! })
            with { IsNullable = false },
        Part.Of<Kernel, WeightRegularizer>("Regularizer", k => k.Regularizer, (k, v) => k with { Regularizer = v }),
        Part.Of<Kernel, WeightConstraint>("Constraint", k => k.Constraint, (k, v) => k with { Constraint = v }),
    ];

    private static readonly Part KernelQuantizer =
        Part.Of<Kernel, Quantizer>("Quantizer", k => k.Quantizer, (k, v) => k with { Quantizer = v });

    private static readonly Part[] CoefficientParts =
    [
        Part.Of<Coefficients, Initializer>("Initializer", c => c.Initializer, (c, v) => c with { Initializer = v })
            with { IsNullable = false },
        Part.Of<Coefficients, WeightRegularizer>(
            "Regularizer", c => c.Regularizer, (c, v) => c with { Regularizer = v }),
        Part.Of<Coefficients, WeightConstraint>("Constraint", c => c.Constraint, (c, v) => c with { Constraint = v }),
    ];

    private static readonly Part[] BiasParts =
    [
        // Written where it is not the default alone: biases had no initializers once.
        Part.Of<Coefficients, Initializer>(
            "Initializer",
            b => b.Initializer == Initializer.Zeros ? null : b.Initializer,
            (b, v) => b with { Initializer = v ?? Initializer.Zeros }),
        CoefficientParts[1],
        CoefficientParts[2] with { Order = AfterActivity },
    ];

    /// <summary>The contract of all kinds.</summary>
    /// <param name="isQuantized">Whether it is of the Quant classes, or of those of real numbers.</param>
    public static IJsonTypeInfoResolver Of(bool isQuantized) => new Resolver(isQuantized);

    /// <summary>Axes of the sizes that a kind has; 0 for none.</summary>
    public static int Axes(Type kind) => LayerKinds.RowOf(kind)!.SpatialAxes;

    private static void Flatten(JsonTypeInfo info, bool isQuantized)
    {
        Size(info, Axes(info.Type));
        var isBiased = info.Type.IsAssignableTo(typeof(BiasedKind));
        foreach (var whole in info.Properties.Where(one => one.PropertyType == typeof(Coefficients)).ToArray())
            Replace(info, [whole], (isBiased ? BiasParts : CoefficientParts).Select(part => part.Within(info, whole)));
        if (!isBiased) return;
        JsonPropertyInfo[] kernels = [.. info.Properties.Where(property => property.PropertyType == typeof(Kernel))];
        Replace(info, kernels,
        [
            .. kernels.Select(kernel => KernelParts[0].Within(info, kernel)),
            .. kernels.SelectMany(kernel => KernelParts[1..].Select(part => part.Within(info, kernel))),
        ]);
        if (isQuantized)
        {
            foreach (var kernel in kernels)
                info.Properties.Add((KernelQuantizer with { Order = Quantizers }).Within(info, kernel));
            return;
        }

        foreach (var property in info.Properties.Where(property => property.Order < 0).ToArray())
            info.Properties.Remove(property);
    }

    // A kernel's sizes stand before all else, wherever they are declared.
    private static void Size(JsonTypeInfo info, int axes)
    {
        var place = 0;
        JsonPropertyInfo[] sizes = [.. info.Properties.Where(property =>
            property.PropertyType == typeof(Sides) || property.PropertyType == typeof(Sides?))];
        foreach (var size in sizes)
        {
            size.CustomConverter = size.PropertyType == typeof(Sides)
                ? new SidesConverter(axes)
                : KindProperties.OptionalSides(info.Options, axes);
        }

        if (!info.Type.IsAssignableTo(typeof(WindowedKind))) return;
        foreach (var size in sizes.OrderBy(size => Array.IndexOf(Sizes, size.Name)))
        {
            info.Properties.Remove(size);
            info.Properties.Insert(place++, size);
        }
    }

    private static void Replace(
        JsonTypeInfo info, JsonPropertyInfo[] whole, IEnumerable<JsonPropertyInfo> parts)
    {
        var place = info.Properties.IndexOf(whole[0]);
        foreach (var property in whole) info.Properties.Remove(property);
        foreach (var part in parts) info.Properties.Insert(place++, part);
    }

    /// <summary>One property of a kernel or of coefficients, as a property of the kind that has it.</summary>
    private sealed record Part(string Name, Func<JsonTypeInfo, JsonPropertyInfo, JsonPropertyInfo> Make)
    {
        /// <summary>Where it stands; null: where the whole stood.</summary>
        public int? Order { get; init; }

        public bool IsNullable { get; init; } = true;

        public static Part Of<TWhole, T>(string name, Func<TWhole, T?> get, Func<TWhole, T?, TWhole> with)
            where TWhole : notnull
            where T : class =>
            new(name, (info, whole) =>
            {
                var (read, write) = (whole.Get!, whole.Set!);
                return KindProperties.Part<T>(
                    info.Options, whole.Name + name, kind => get((TWhole)read(kind)!),
                    (kind, value) => write(kind, with((TWhole)read(kind)!, value)));
            });

        public JsonPropertyInfo Within(JsonTypeInfo info, JsonPropertyInfo whole)
        {
            var part = Make(info, whole);
            part.Order = Order ?? whole.Order;
            part.IsSetNullable = IsNullable;
            return part;
        }
    }

    private sealed class Resolver(bool isQuantized) : IJsonTypeInfoResolver
    {
        public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options)
        {
            if (LayerKinds.RowOf(type) is not { } row) return KindProperties.InfoOf(type, options);
            var info = row.Info(options);
            Flatten(info, isQuantized);
            return info;
        }
    }
}
