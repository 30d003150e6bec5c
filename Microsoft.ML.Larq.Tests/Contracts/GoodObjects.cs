using System.Collections;
using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Stages;
using Microsoft.ML.Larq.Tests.Formats.Keras;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.Larq.Tests.Contracts;

/// <summary>An object of each type that a short training or a file gives, found from property to property.</summary>
internal static class GoodObjects
{
    private static readonly Lazy<IReadOnlyDictionary<Type, object>> Found = new(Find);

    /// <summary>A copy where it can be copied, so that setters reach nobody else's.</summary>
    public static object? Of(Type type)
    {
        var found = Found.Value.TryGetValue(type, out var exact)
            ? exact
            : Found.Value.Values.FirstOrDefault(type.IsInstanceOfType);
        return found?.GetType().GetMethod("<Clone>$")?.Invoke(found, []) ?? found;
    }

    /// <summary>A file that Keras could have written: of a whole model, or of its weights alone.</summary>
    public static byte[] Keras(bool whole) => new KerasLayout
    {
        ModelConfig = whole
            ? """
                {"class_name": "Sequential", "config": {"name": "s", "layers": [
                 {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 3], "name": "input"}},
                 {"class_name": "Dense", "config": {"name": "dense", "units": 2, "activation": "softmax"}}]}}
                """
            : null,
    }.With("dense", 1, ("dense/kernel:0", [3, 2]), ("dense/bias:0", [2])).ToBytes();

    /// <summary>A table with a column of images.</summary>
    public static IDataView Pictures(MLContext context) => context.Data.LoadFromEnumerable<Picture>([]);

    private static Dictionary<Type, object> Find()
    {
        var found = new Dictionary<Type, object>();
        foreach (var seed in Seeds()) Walk(seed, found, 0);
        return found;
    }

    private static IEnumerable<object> Seeds()
    {
        var context = new MLContext(1);
        var watching = new Watching();
        yield return watching;
        EarlierStages? stages = null;
        TrainedWeight? weight = null;
        MetricPlace? place = null;
        var model = context.Larq().BinaryNetInStages(
            ("first", _ => Trainers.Options(epochs: 1)),
            ("second", earlier =>
            {
                stages = earlier;
                var options = Trainers.Options(epochs: 1);
                options.Callbacks = [watching];
                options.Metrics = [LayerMetric.FlipRatio.Where(one => (place = one) is not null)];
                options.Optimizer = Optimize.Case(null, (
                    "all", one => (weight = one) is not null, Optimize.Adam()));
                return options;
            }
        )).Fit(Trainers.Table(context));
        yield return model;
        yield return stages!;
        yield return weight!;
        yield return place!;
        yield return watching.Context!;
        yield return watching.Measured!;
        yield return KerasFile.Read(new MemoryStream(Keras(whole: false)));
        yield return context.Larq().ImageNetPixels().Fit(Pictures(context));
        yield return model.Network.Summary();
        foreach (var optimizer in new[]
        {
            Optimize.Adam(), Optimize.AdamW(), Optimize.Bop(), Optimize.Sgd(),
            Optimize.Case(binary: Optimize.Bop(), other: Optimize.Adam()),
        })
        {
            yield return optimizer;
        }

        yield return new ProgressEvent
        {
            Kind = ProgressEventKind.Started,
            Operation = "training",
            OperationId = 1,
            Time = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            Metrics = [new("Loss", 0.5)],
            Units = [new("epochs", 1, 2)],
        };
        yield return new QuantizerPlace(TensorLayout.Kernel, new TensorShape(2));
        yield return new KerasReport([new KerasMatch("dense", "dense", 2, null)], []);
        yield return new ScoreCalibration(1, 2, 0.5, 0.25);
        yield return new TrainingWarning(WarningNames.FrozenLayer, "dense", "It does not change.");

        QuantizerArguments? arguments = null;
        Quantizer.Register("contract_sign", given =>
        {
            arguments = given;
            return new ContractSignQuantizer();
        });
        Quantizer.Parse("contract_sign");
        yield return arguments!;
    }

    private static void Walk(object? value, Dictionary<Type, object> found, int depth)
    {
        if (value is null || depth > 8) return;
        if (value is IEnumerable several and not string)
        {
            foreach (var item in several.Cast<object?>().Take(20)) Walk(item, found, depth + 1);
        }

        var type = value.GetType();
        if (!PublicSurface.Libraries.Contains(type.Assembly) || !found.TryAdd(type, value)) return;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length > 0 || property.PropertyType.IsByRefLike) continue;
            try
            {
                Walk(property.GetValue(value), found, depth + 1);
            }
            catch (TargetInvocationException)
            {
                // An ended training's context has no more to show.
            }
        }
    }

    private sealed class Picture
    {
        [ImageType(2, 2)]
        public MLImage? Image { get; set; }
    }

    private sealed class Watching : TrainingCallback
    {
        public TrainingContext? Context { get; private set; }

        public TrainingProgress? Measured { get; private set; }

        public override void OnEpochEnd(TrainingContext training) =>
            (Context, Measured) = (training, training.Progress);
    }
}
