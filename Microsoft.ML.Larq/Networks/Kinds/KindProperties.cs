using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Kinds;

/// <summary>
/// The properties of kinds as JSON has them, and the types that these may have: the row that a new type adds here.
/// </summary>
/// <remarks>
/// Every generic type of the serializer that is needed is named here, so that nothing is made at run time and programs
/// may be trimmed or compiled ahead.
/// </remarks>
internal static class KindProperties
{
    private static readonly Dictionary<Type, IValue> Values = new()
    {
        [typeof(int)] = new Value<int>(_ => JsonMetadataServices.Int32Converter),
        [typeof(float)] = new Value<float>(_ => JsonMetadataServices.SingleConverter),
        [typeof(bool)] = new Value<bool>(_ => JsonMetadataServices.BooleanConverter),
        [typeof(int?)] = new Value<int?>(JsonMetadataServices.GetNullableConverter<int>),
        [typeof(float?)] = new Value<float?>(JsonMetadataServices.GetNullableConverter<float>),
        [typeof(bool?)] = new Value<bool?>(JsonMetadataServices.GetNullableConverter<bool>),
        [typeof(Sides)] = new Value<Sides>(_ => new SidesConverter(1)),
        [typeof(Sides?)] = new Value<Sides?>(options => OptionalSides(options, 1)),
        [typeof(Axes)] = new Value<Axes>(_ => new AxesConverter()),
        [typeof(TensorShape)] = new Value<TensorShape>(_ => new TensorShapeConverter()),
        [typeof(ImmutableArray<int>)] = new Value<ImmutableArray<int>>(_ => new IntegersConverter()),
        [typeof(ActivationFunction)] = Named<ActivationFunction>(),
        [typeof(PadMode)] = Named<PadMode>(),
        [typeof(Interpolation)] = Named<Interpolation>(),
        [typeof(Quantizer)] = new Value<Quantizer>(_ => new QuantizerConverter()),
        [typeof(Initializer)] = new Value<Initializer>(_ => new InitializerConverter()),
        [typeof(WeightRegularizer)] = new Value<WeightRegularizer>(_ => new WeightRegularizerConverter()),
        [typeof(WeightConstraint)] = new Value<WeightConstraint>(_ => new WeightConstraintConverter()),
        // Written part by part: see KindContract.
        [typeof(Kernel)] = new Value<Kernel>(null),
        [typeof(Coefficients)] = new Value<Coefficients>(null),
    };

    private interface IValue
    {
        JsonTypeInfo Info(JsonSerializerOptions options);

        JsonPropertyInfo Property(JsonSerializerOptions options, PropertyInfo property);
    }

    /// <summary>How a value of a type is written; null for a type that no kind has.</summary>
    public static JsonTypeInfo? InfoOf(Type type, JsonSerializerOptions options) =>
        Values.TryGetValue(type, out var value) ? value.Info(options) : null;

    /// <summary>How a size along so many axes is written where there may be none.</summary>
    public static JsonConverter<Sides?> OptionalSides(JsonSerializerOptions options, int axes) =>
        JsonMetadataServices.GetNullableConverter(
            JsonMetadataServices.CreateValueInfo<Sides>(options, new SidesConverter(axes)));

    /// <summary>Those of a kind: its own first, then those of what it derives from.</summary>
    public static JsonPropertyInfo[] Of(
        [DynamicallyAccessedMembers(LayerClass.Needed)] Type kind, JsonSerializerOptions options) =>
    [
        .. kind.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(IsWritten).OrderByDescending(property => Depth(property.DeclaringType))
            .Select(property => Values[property.PropertyType].Property(options, property)),
    ];

    /// <summary>A property that is none of the kind's: a part of one.</summary>
    public static JsonPropertyInfo Part<T>(
        JsonSerializerOptions options, string name, Func<object, T?> get, Action<object, T?> set)
        where T : class
    {
        var part = JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<T>
        {
            DeclaringType = typeof(LayerKind),
            IsProperty = true,
            IsPublic = true,
            Getter = get,
            Setter = set,
            PropertyName = name,
            JsonPropertyName = name,
        });
        part.ShouldSerialize = (_, value) => value is not null;
        return part;
    }

    private static Value<T> Named<T>()
        where T : struct, Enum => new(_ => new EnumNameConverter<T>());

    private static bool IsWritten(PropertyInfo property) => property.GetMethod is { } read
        && (read.IsPublic || property.IsDefined(typeof(JsonIncludeAttribute)))
        && !property.IsDefined(typeof(JsonIgnoreAttribute));

    private static int Depth(Type? type) => type is null ? 0 : 1 + Depth(type.BaseType);

    private sealed class Value<T>(Func<JsonSerializerOptions, JsonConverter<T>>? converter) : IValue
    {
        public JsonTypeInfo Info(JsonSerializerOptions options) => converter is null
            ? throw new NotSupportedException($"A {typeof(T).Name} is written part by part.")
            : JsonMetadataServices.CreateValueInfo<T>(options, converter(options));

        public JsonPropertyInfo Property(JsonSerializerOptions options, PropertyInfo property)
        {
            var (read, write) = (property.GetMethod!, property.SetMethod);
            var isRequired = property.IsDefined(typeof(RequiredMemberAttribute));
            var info = JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<T>
            {
                DeclaringType = property.DeclaringType!,
                IsProperty = true,
                // Also where it is not: which are written is decided here.
                IsPublic = true,
                Getter = kind => (T?)read.Invoke(kind, null),
                Setter = write is null
                    ? null
                    : (kind, value) => write.Invoke(kind, BindingFlags.DoNotWrapExceptions, null, [value], null),
                PropertyName = property.Name,
                JsonPropertyName = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name,
            });
            info.Order = property.GetCustomAttribute<JsonPropertyOrderAttribute>()?.Order ?? 0;
            info.IsRequired = isRequired;
            // What has to be there, and what begins a weight, is never null; a trimmed program knows no more of it.
            if (!typeof(T).IsValueType) info.IsSetNullable = !isRequired && typeof(T) != typeof(Initializer);
            return info;
        }
    }
}
