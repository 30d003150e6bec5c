using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Clusters;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Keras;
using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Contracts;

/// <summary>A plausible value of every type that a public member takes.</summary>
internal static class GoodValues
{
    private static readonly MLContext Context = new(1);

    private static readonly string Folder = Directory.CreateTempSubdirectory("larq-contracts").FullName;

    private static readonly Dictionary<Type, Func<object>> Table = new()
    {
        [typeof(bool)] = () => true,
        [typeof(int)] = () => 2,
        [typeof(long)] = () => 2L,
        [typeof(ulong)] = () => 2UL,
        [typeof(byte)] = () => (byte)1,
        [typeof(float)] = () => 0.5f,
        [typeof(double)] = () => 0.5,
        [typeof(string)] = () => "name",
        [typeof(object)] = () => "an object",
        [typeof(DateTime)] = () => new DateTime(2000, 1, 1),
        [typeof(TimeSpan)] = () => TimeSpan.FromSeconds(1),
        [typeof(Guid)] = () => new Guid(1, 2, 3, new byte[8]),
        [typeof(CancellationToken)] = () => CancellationToken.None,
        [typeof(ImmutableSortedDictionary<int, long>)] = () =>
            ImmutableSortedDictionary<int, long>.Empty.Add(1, 2),
        [typeof(Random)] = () => new Random(1),
        [typeof(Stream)] = () => new MemoryStream(GoodObjects.Keras(whole: false)),
        [typeof(HttpMessageHandler)] = () => new HttpClientHandler(),
        [typeof(ReadOnlyMemory<byte>)] = () =>
            new ReadOnlyMemory<byte>(new SafetensorsFile([]).ToBytes()),
        [typeof(SafetensorsTensor)] = () => SafetensorsTensor.FromSingles([2], [1, 2]),
        [typeof(IEnumerable<KeyValuePair<string, SafetensorsTensor>>)] = () =>
            new Dictionary<string, SafetensorsTensor> { ["a"] = SafetensorsTensor.FromSingles([2], [1, 2]) },
        [typeof(SafetensorsFile)] = () => new SafetensorsFile([]),
        [typeof(MLContext)] = () => Context,
        [typeof(LarqCatalog)] = () => Context.Larq(),
        [typeof(IDataView)] = () => Trainers.Table(Context),
        [typeof(DataViewSchema)] = () => Trainers.Table(Context).Schema,
        [typeof(SchemaShape)] = () => ShapeOf(Trainers.Table(Context).Schema),
        [typeof(ModelSaveContext)] = () => MemberCall.DefaultOf(typeof(ModelSaveContext)),
        [typeof(Tensor)] = () => ones(2, 2).DetachFromDisposeScope(),
        [typeof(Generator)] = () => new Generator(1),
        [typeof(nn.Module<Tensor, Tensor>)] = () => new SteSign(),
        [typeof(QuantizerModule)] = () => new SteSign(),
        [typeof(TensorShape)] = () => new TensorShape(2, 2),
        [typeof(Sides)] = () => (Sides)2,
        [typeof(Quantizer)] = () => Quantizer.SteSign(),
        [typeof(CustomQuantizer)] = () => new ContractSignQuantizer(),
        [typeof(TensorLayout)] = () => TensorLayout.Kernel,
        [typeof(Initializer)] = () => Initializer.Ones,
        [typeof(WeightRegularizer)] = () => WeightRegularizer.L2(),
        [typeof(WeightConstraint)] = () => WeightConstraint.WeightClip(),
        [typeof(OptimizerSpec)] = () => Optimize.Adam(),
        [typeof(Schedule)] = () => Schedule.Constant(0.1f),
        [typeof(Cluster)] = () => Cluster.InProcess(1),
        [typeof(GradientClipping)] = () => GradientClipping.ByNorm(1),
        [typeof(ClassWeights)] = () => ClassWeights.ByIndex(1, 2),
        [typeof(ImageAugmentation)] = () => ImageAugmentation.HorizontalFlip(),
        [typeof(CallbackState)] = () => new CallbackState(),
        [typeof(QuantizerMetric)] = () => new FlipRatio(),
        [typeof(QuantizerMetrics)] = () => new SteSign().Metrics,
        [typeof(QuantizerPass)] = () => new QuantizerPass(
            ones(2).DetachFromDisposeScope(), () => ones(2), () => ones(2), ones(2).DetachFromDisposeScope()),
        [typeof(MetricState)] = () => new MetricState("state", StateCombination.Sum, lasts: false),
        [typeof(LayerMetric)] = () => LayerMetric.FlipRatio,
        [typeof(AttentionPair)] = () => new AttentionPair("a", "b"),
        [typeof(NetworkDefinition)] = () => NetworkDefinition.Build(new TensorShape(3), x => x.Dense(2)),
        [typeof(NetworkWeights)] = () => NetworkWeights.Initialize(
            NetworkDefinition.Build(new TensorShape(3), x => x.Dense(2)), 1),
        [typeof(PackedProfile)] = () => Profiled(),
        [typeof(ProfiledLayer)] = () => Profiled().Layers[0],
        [typeof(WeightArray)] = () => new WeightArray(new TensorShape(2), [1, 2]),
        [typeof(ZooFile)] = () => ZooFiles.All[0],
        [typeof(BinaryClassificationCatalog.BinaryClassificationTrainers)] =
            () => Context.BinaryClassification.Trainers,
        [typeof(MulticlassClassificationCatalog.MulticlassClassificationTrainers)] =
            () => Context.MulticlassClassification.Trainers,
        [typeof(RegressionCatalog.RegressionTrainers)] = () => Context.Regression.Trainers,
        [typeof(ITransformer)] = () => Of(typeof(BinarizedNetworkTransformer)),
        [typeof(BinarizedNetworkTrainer)] = () => Context.Larq().BinaryNet(Trainers.Options()),
        [typeof(KerasNetworkEstimator)] = () => Context.Larq().FromKeras(
            KerasPath(whole: false),
            network: NetworkDefinition.Build(new TensorShape(3), x => x.Dense(2, name: "dense"))),
    };

    /// <summary>A file to write, or a folder; new in each call.</summary>
    public static string NewPath() => Path.Combine(Folder, Path.GetRandomFileName());

    /// <summary>The path of a C source.</summary>
    public static string NewSource() => Path.Combine(Folder, "contract.c");

    /// <summary>A file as Keras writes it: of a whole model, or of its weights alone.</summary>
    public static string KerasPath(bool whole)
    {
        var path = NewPath() + ".h5";
        File.WriteAllBytes(path, GoodObjects.Keras(whole));
        return path;
    }

    private static PackedProfile Profiled()
    {
        var network = NetworkDefinition.Build(new TensorShape(3), x => x.Dense(2));
        return PackedNetwork.Compile(network, NetworkWeights.Initialize(network, 1)).Profile(passes: 1);
    }

    public static void Delete() => Directory.Delete(Folder, recursive: true);

    /// <summary>A new value where the type is in the table or can be made of such; else one that was found.</summary>
    public static object Of(Type type) => TryOf(type, 0) ?? throw new NotSupportedException(
        $"There is no way to make a {type}: add one to the table of {nameof(GoodValues)}.");

    /// <summary>What stands where an argument is left out; a default struct is none.</summary>
    public static bool DefaultOf(ParameterInfo parameter, out object? value)
    {
        value = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        var inner = Nullable.GetUnderlyingType(parameter.ParameterType);
        if (value is not null && inner is { IsEnum: true }) value = Enum.ToObject(inner, value);
        return parameter.HasDefaultValue
            && (value is not null || inner is not null || !parameter.ParameterType.IsValueType);
    }

    /// <summary>The columns of a table as estimators see them; ML.NET keeps that to itself.</summary>
    public static SchemaShape ShapeOf(DataViewSchema schema) => (SchemaShape)typeof(SchemaShape)
        .GetMethod("Create", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [schema])!;

    private static object? TryOf(Type type, int depth)
    {
        if (Table.TryGetValue(type, out var make)) return make();
        if (depth > 6) return null;
        if (Nullable.GetUnderlyingType(type) is { } inner) return TryOf(inner, depth);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(0);
        if (MemberCall.IsSpan(type)) return ArrayOf(type.GetGenericArguments()[0], depth);
        if (type.IsArray) return ArrayOf(type.GetElementType()!, depth);
        if (type.IsAssignableTo(typeof(Delegate))) return Giving(type);
        if (type.IsGenericType && Collection(type, depth) is { } collection) return collection;
        if (type.IsInterface && !PublicSurface.Libraries.Contains(type.Assembly)) return Implemented(type);
        if (type.IsAbstract)
        {
            return PublicSurface.Types.Where(one => one.IsSubclassOf(type) && !one.IsAbstract)
                .Select(one => TryOf(one, depth + 1)).FirstOrDefault(one => one is not null);
        }

        return type.IsDefined(typeof(RequiredMemberAttribute))
            ? GoodObjects.Of(type) ?? Completed(type, depth)
            : Constructed(type, depth) ?? GoodObjects.Of(type);
    }

    private static object? Constructed(Type type, int depth)
    {
        foreach (var constructor in type.GetConstructors().OrderByDescending(one => one.GetParameters().Length))
        {
            var parameters = constructor.GetParameters();
            var arguments = parameters.Select(parameter => DefaultOf(parameter, out var value)
                ? value
                : TryOf(parameter.ParameterType, depth + 1)).ToArray();
            if (arguments.Index().Any(one => one.Item is null && !DefaultOf(parameters[one.Index], out _))) continue;
            var (made, _) = new MemberCall(constructor).Invoke(null, arguments);
            if (made is not null) return made;
        }

        return type.IsValueType && type.GetConstructors().Length == 0 ? Activator.CreateInstance(type) : null;
    }

    private static object Completed(Type type, int depth)
    {
        var made = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(one => one.IsDefined(typeof(RequiredMemberAttribute))))
            property.SetValue(made, TryOf(property.PropertyType, depth + 1));
        return made;
    }

    private static Array? ArrayOf(Type element, int depth)
    {
        var array = Array.CreateInstance(element, 1);
        if (TryOf(element, depth + 1) is not { } item) return null;
        array.SetValue(item, 0);
        return array;
    }

    private static object? Collection(Type type, int depth)
    {
        var arguments = type.GetGenericArguments();
        if (arguments.Length == 1 && ArrayOf(arguments[0], depth) is { } array)
        {
            if (type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
            {
                return typeof(ImmutableArray).GetMethods().Single(method => method.Name == nameof(ImmutableArray.Create)
                        && method.GetParameters() is [{ ParameterType.IsArray: true }])
                    .MakeGenericMethod(arguments).Invoke(null, [array]);
            }

            return type.IsInstanceOfType(array) ? array : null;
        }

        if (arguments.Length != 2 || !type.IsInterface) return null;
        var dictionary = typeof(Dictionary<,>).MakeGenericType(arguments);
        var made = Activator.CreateInstance(dictionary)!;
        dictionary.GetMethod("Add")!.Invoke(made, [TryOf(arguments[0], depth + 1), TryOf(arguments[1], depth + 1)]);
        return made;
    }

    // Gives its first argument of the wanted type back, else a good value.
    private static Delegate Giving(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        var parameters = invoke.GetParameters().Select(one => Expression.Parameter(one.ParameterType)).ToArray();
        Expression body = invoke.ReturnType == typeof(void)
            ? Expression.Empty()
            : parameters.FirstOrDefault(one => one.Type == invoke.ReturnType) as Expression
                ?? Expression.Convert(
                    Expression.Call(typeof(GoodValues), nameof(Of), null, Expression.Constant(invoke.ReturnType)),
                    invoke.ReturnType);
        return Expression.Lambda(type, body, parameters).Compile();
    }

    private static object? Implemented(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IProgress<>)
            ? Activator.CreateInstance(typeof(Progress<>).MakeGenericType(type.GetGenericArguments()))
            : null;
}
