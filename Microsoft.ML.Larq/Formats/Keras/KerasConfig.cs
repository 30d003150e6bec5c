using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using static Microsoft.ML.Larq.Formats.Keras.KerasElement;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>
/// One object of a Keras configuration, class and parameters, whose parameters are taken out one by one: what nobody
/// took and is neither empty nor known to matter in training alone is an error, so that nothing is passed over.
/// </summary>
internal sealed partial class KerasConfig
{
    // Rows are single here; these numbers are the same in it.
    private static readonly string[] Exact = ["uint8", "int8", "uint16", "int16"];

    // What every layer has, and what acts in training alone.
    private static readonly string[] Neutral =
    [
        "name", "trainable", "dtype", "batch_input_shape", "batch_size", "sparse", "ragged", "seed", "metrics",
        "beta_initializer", "gamma_initializer",
        "moving_mean_initializer", "moving_variance_initializer",
        "beta_constraint", "gamma_constraint", "alpha_constraint", "implementation",
    ];

    // Parameters that name functions which scoring does not call.
    private static readonly Type[] TrainingAlone =
        [typeof(Initializer), typeof(WeightConstraint), typeof(WeightRegularizer)];

    // Where a parameter is called otherwise than Keras'.
    private static readonly Dictionary<string, string> Renamed = new()
    {
        ["padValue"] = "pad_values",
        ["function"] = "activation",
    };

    private readonly Dictionary<string, JsonElement> _parameters;
    private readonly string _layer;
    private readonly JsonElement _built;

    public KerasConfig(JsonElement layer)
    {
        ClassName = layer.GetProperty("class_name").GetString()?.Split('>')[^1] ?? "";
        var parameters = layer.GetProperty("config");
        _parameters = parameters.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
        _layer = _parameters.TryGetValue("name", out var name) ? name.GetString() ?? "" : "";
        // Keras 2.12 and later.
        if (layer.TryGetProperty("build_config", out var build) && build.ValueKind == JsonValueKind.Object
            && build.TryGetProperty("input_shape", out var shape))
        {
            _built = shape;
        }

        var type = TypeName();
        if (type is not (null or "float32") && !(ClassName == "InputLayer" && Exact.Contains(type)))
            throw Error($"works in float32, got {type}.");
    }

    /// <summary>Keras' class, without the package that registered it.</summary>
    public string ClassName { get; }

    /// <summary>The layer's name.</summary>
    public string Name => _layer;

    /// <summary>
    /// Takes note of functions that are not known and matter in training alone; null: such a function is an error.
    /// </summary>
    public List<string>? Notes { get; init; }

    public bool Trainable => !_parameters.TryGetValue("trainable", out var value)
        || value.ValueKind != JsonValueKind.False;

    /// <summary>The layer as a record of that class, each parameter from that of its name.</summary>
    public LayerKind Record(LayerClass kind)
    {
        var record = new JsonObject();
        foreach (var parameter in NetworkJson.Parameters(kind))
        {
            if (parameter.Name == KindContract.Trainable) continue;
            var name = Renamed.GetValueOrDefault(parameter.Name)
                ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name);
            var value = parameter.PropertyType == typeof(ActivationFunction) ? $"{Activation()}"
                : Property(name, parameter.PropertyType, KindContract.Axes(kind.Kind));
            if (value is not null) record[parameter.Name] = value;
            else if (parameter.IsRequired) throw Error($"has a parameter '{name}'; there is none.");
        }

        if (!Trainable && kind.Kind.IsAssignableTo(typeof(WeightedKind))) record[KindContract.Trainable] = false;
        try
        {
            return NetworkJson.Kind(kind, record);
        }
        catch (JsonException error)
        {
            throw Error($"has a parameter that cannot be kept, {error.Path}: {error.Message}");
        }
    }

    /// <summary>Whole numbers, whatever lists they stand in.</summary>
    public int[] Wholes(string name)
    {
        var value = Take(name) ?? throw Error($"has a parameter '{name}'; there is none.");
        return [.. Flat(value)];

        IEnumerable<int> Flat(JsonElement item) =>
            item.ValueKind == JsonValueKind.Array ? item.EnumerateArray().SelectMany(Flat) : [Number(name, item)];
    }

    public float Single(string name, float otherwise) => Take(name) is not { } value ? otherwise
        : Only(value) is { ValueKind: JsonValueKind.Number } only && only.TryGetSingle(out var number) ? number
        : throw Wrong(name, "a number", value);

    public bool Flag(string name) => Take(name) is { } value && (value.ValueKind == JsonValueKind.True
        || (value.ValueKind != JsonValueKind.False ? throw Wrong(name, "true or false", value) : false));

    /// <summary>Calls a parameter as another class does, and adds one; whether it was there.</summary>
    public bool Recast(string name, string other, string added, int value)
    {
        if (!_parameters.Remove(name, out var parameter)) return false;
        _parameters.Add(other, parameter);
        _parameters.Add(added, JsonElement.Parse($"{value}"));
        return true;
    }

    /// <summary>Says that the axis, counted with the batch's, is the last of rows of that rank.</summary>
    public void LastAxis(int rank)
    {
        if (Take("axis") is not { } value) return;
        var axis = Numbers(value) is [var only] ? only : Number("axis", value);
        if (axis != -1 && axis != rank) throw Wrong("axis", $"-1 or {rank}, the channels", value);
    }

    /// <summary>A parameter that can have one value alone.</summary>
    public void Require(string name, params string[] allowed)
    {
        if (Take(name) is { } value && !allowed.Contains(Spell(Only(value))))
            throw Wrong(name, string.Join(" or ", allowed), value);
    }

    /// <summary>A function that the class inherits and does not use: Keras' default alone.</summary>
    public void Unused<T>(string name, T allowed)
    {
        if (Take(name) is { } value && Property(name, value, typeof(T)) is { } read
            && read.GetValue<string>() != $"{allowed}")
        {
            throw Wrong(name, $"{allowed}", value);
        }
    }

    /// <summary>
    /// The shape of a row, from <c>batch_input_shape</c> or what the model or the layer was built for; null where the
    /// configuration has none.
    /// </summary>
    public TensorShape? InputShape(TensorShape? given, JsonElement? model)
    {
        var known = new[] { _parameters.GetValueOrDefault("batch_input_shape"), model ?? default, _built };
        var value = known.FirstOrDefault(shape => shape.ValueKind == JsonValueKind.Array);
        if (value.ValueKind != JsonValueKind.Array) return given;
        var sizes = value.EnumerateArray().Skip(1).ToArray();
        if (given is { } shape)
        {
            var fits = sizes.Length == shape.Rank && sizes.Zip(shape.Dimensions)
                .All(pair => pair.First.ValueKind == JsonValueKind.Null
                    || Number("batch_input_shape", pair.First) == pair.Second);
            return fits ? shape : throw Error($"takes rows of {Spell(value)}, got the input shape {shape}.");
        }

        return sizes.All(size => size.ValueKind == JsonValueKind.Number)
            ? new TensorShape([.. sizes.Select(size => Number("batch_input_shape", size))])
            : throw Error($"takes rows of any size, {Spell(value)}: give the input shape (inputShape).");
    }

    /// <summary>Refuses parameters that nobody took and that say something.</summary>
    public void Finish()
    {
        foreach (var (name, value) in _parameters)
        {
            if (Neutral.Contains(name) || name.EndsWith("_regularizer", StringComparison.Ordinal) || !Says(value))
                continue;
            throw Error($"has a parameter '{name}' of {Spell(value)}, which cannot be kept.");
        }
    }

    public FormatException Error(string message) => new($"Layer '{_layer}' ({ClassName}) {message}");

    private JsonNode? Property(string name, Type type, int axes) =>
        Take(name) is { } value ? Property(name, value, type, axes) : null;

    private JsonNode? Property(string name, JsonElement value, Type type, int axes = 1)
    {
        try
        {
            return KerasValue.Convert(value, Nullable.GetUnderlyingType(type) ?? type, axes)
                ?? throw Wrong(name, KerasValue.Wanted(type, axes), value);
        }
        catch (ArgumentException error)
        {
            if (!TrainingAlone.Contains(Nullable.GetUnderlyingType(type) ?? type))
                throw Error($"has a '{name}' that is not known: {error.Message}");
            if (Notes is null)
            {
                throw Error(
                    $"has a '{name}' that is not known: {error.Message} It matters in training alone; to score, "
                    + "mlContext.Larq().FromKeras leaves it out, and NetworkDefinition.FromKeras with forScoring.");
            }

            Notes.Add($"Layer '{_layer}' ({ClassName}): '{name}' of {Spell(value)}");
            return null;
        }
    }

    private JsonElement? Take(string name) =>
        _parameters.Remove(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private int Number(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
        ? number
        : throw Wrong(name, "a whole number", value);

    private string? TypeName() => !_parameters.TryGetValue("dtype", out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Object && value.TryGetProperty("config", out var policy)
            && policy.TryGetProperty("name", out var name) ? name.GetString()
        : Spell(value);

    private FormatException Wrong(string name, string wanted, JsonElement value) =>
        Error($"'{name}' is {wanted}, got {Spell(value)}.");
}
