using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Tests.Families;
using Microsoft.ML.Larq.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace Microsoft.ML.Larq.Tests.Layers;

/// <summary>
/// Layers in a loop of the user's: like Torch's own they are made in the default type, and compute in their input's.
/// </summary>
[TestClass]
[DoNotParallelize] // Torch's default type and device are the process's
public class LayerDefaultsTests
{
    public static IEnumerable<object[]> Names => Table.Keys.Select(name => new object[] { name });

    public static IEnumerable<object[]> Cases =>
        from name in Table.Keys
        from training in new[] { true, false }
        select new object[] { name, training };

    /// <summary>Every layer, and the shape of an input to it.</summary>
    private static Dictionary<string, (Func<Module> Make, long[] Input)> Table { get; } = new()
    {
        [nameof(AveragePool1D)] = (() => new AveragePool1D(2, padding: PadMode.Same), [2, 3, 5]),
        [nameof(AveragePool2D)] = (() => new AveragePool2D(2, padding: PadMode.Same), [2, 3, 5, 5]),
        [nameof(BatchNormalization)] = (() => new BatchNormalization(3), [4, 3]),
        [nameof(BlurPool2D)] = (() => new BlurPool2D(3), [2, 3, 5, 5]),
        [nameof(SeededDropout)] = (() => new SeededDropout(0.5), [4, 3]),
        [nameof(LayerNormalization)] = (() => new LayerNormalization(3), [4, 3]),
        [nameof(MaxPool1D)] = (() => new MaxPool1D(2, padding: PadMode.Same), [2, 3, 5]),
        [nameof(MaxPool2D)] = (() => new MaxPool2D(2, padding: PadMode.Same), [2, 3, 5, 5]),
        [nameof(ParametricReLU)] = (() => new ParametricReLU([3]), [4, 3]),
        [nameof(QuantConv1D)] = (() => new QuantConv1D(
            3, 4, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: Input, kernelQuantizer: Kernel,
            generator: Drawn), [2, 3, 5]),
        [nameof(QuantConv2D)] = (() => new QuantConv2D(
            3, 4, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: Input, kernelQuantizer: Kernel,
            generator: Drawn), [2, 3, 5, 5]),
        [nameof(QuantConv2DTranspose)] = (() => new QuantConv2DTranspose(
            3, 4, 3, padding: PadMode.Same, inputQuantizer: Input, kernelQuantizer: Kernel, generator: Drawn),
            [2, 3, 5, 5]),
        [nameof(QuantConv3D)] = (() => new QuantConv3D(
            3, 4, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: Input, kernelQuantizer: Kernel,
            generator: Drawn), [2, 3, 5, 5, 5]),
        [nameof(QuantConv3DTranspose)] = (() => new QuantConv3DTranspose(
            3, 4, 3, padding: PadMode.Same, inputQuantizer: Input, kernelQuantizer: Kernel, generator: Drawn),
            [2, 3, 4, 4, 4]),
        [nameof(QuantDense)] = (() => new QuantDense(
            3, 4, inputQuantizer: Input, kernelQuantizer: Kernel, generator: Drawn), [4, 3]),
        [nameof(QuantDepthwiseConv2D)] = (() => new QuantDepthwiseConv2D(
            3, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: Input, depthwiseQuantizer: Kernel,
            generator: Drawn), [2, 3, 5, 5]),
        [nameof(QuantLocallyConnected1D)] = (() => new QuantLocallyConnected1D(
            5, 3, 4, 3, inputQuantizer: Input, kernelQuantizer: Kernel, generator: Drawn), [2, 3, 5]),
        [nameof(QuantLocallyConnected2D)] = (() => new QuantLocallyConnected2D(
            5, 3, 4, 3, inputQuantizer: Input, kernelQuantizer: Kernel, generator: Drawn), [2, 3, 5, 5]),
        [nameof(QuantSeparableConv1D)] = (() => new QuantSeparableConv1D(
            3, 4, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: Input, depthwiseQuantizer: Kernel,
            pointwiseQuantizer: Kernel, generator: Drawn), [2, 3, 5]),
        [nameof(QuantSeparableConv2D)] = (() => new QuantSeparableConv2D(
            3, 4, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: Input, depthwiseQuantizer: Kernel,
            pointwiseQuantizer: Kernel, generator: Drawn), [2, 3, 5, 5]),
        [nameof(Scale)] = (() => new Scale([[3]]), [4, 3]),
    };

    private static Module Input => new DoReFa(2);

    private static Module Kernel => new MagnitudeAwareSign();

    private static Generator? Drawn => get_default_device().type == DeviceType.CPU ? new(7, CPU) : null;

    [TestMethod]
    public void Table_EveryLayer_IsThere() => Owed.Rows(
        "layer",
        Kinds.Of(typeof(nn.Module)).Where(type => !type.IsNested && type.Namespace == typeof(QuantDense).Namespace)
            .Select(type => type.Name),
        "LayerDefaultsTests.Table", Table.Keys, "add one that makes it, and the shape of an input");

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Forward_MadeInFloat64_ComputesInFloat64(string name, bool training)
    {
        using var scope = NewDisposeScope();
        using var state = TorchStates.Enter("Float64");
        var (make, shape) = Table[name];
        using var layer = make();
        foreach (var tensor in layer.parameters().Concat(layer.buffers()))
            Assert.AreEqual(ScalarType.Float64, tensor.dtype, tensor.ToString());
        var input = rand(shape, requires_grad: true);
        layer.train(training);
        var output = layer.call(input);
        Assert.AreEqual(ScalarType.Float64, output.dtype);
        output.sum().backward();
        Assert.AreEqual(ScalarType.Float64, input.grad!.dtype);
        using var noGrad = no_grad();
        Assert.AreEqual(ScalarType.Float64, layer.call(input).dtype);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Create_OtherDefaultDevice_LiesThere(string name)
    {
        using var scope = NewDisposeScope();
        using var state = TorchStates.Enter("meta");
        using var layer = Table[name].Make();
        foreach (var tensor in layer.parameters().Concat(layer.buffers()))
            Assert.AreEqual(DeviceType.META, tensor.device_type);
    }

    // A layer that was made before computes beside its input, whatever the defaults have become.
    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Forward_DefaultsChangedSince_GivesTheSameBits(string name, bool training)
    {
        using var scope = NewDisposeScope();
        var (make, shape) = Table[name];
        var values = rand(shape);
        var expected = Run(make, values, training, TorchStates.Enter("no gradients"));
        var state = TorchStates.Enter("meta");
        set_default_dtype(ScalarType.Float64);
        CollectionAssert.AreEqual(expected, Run(make, values, training, state));
    }

    private static float[] Run(Func<Module> make, Tensor values, bool training, IDisposable state)
    {
        Module layer;
        Tensor input;
        var (type, device) = (get_default_dtype(), get_default_device());
        try
        {
            set_default_dtype(ScalarType.Float32);
            set_default_device(CPU);
            layer = make();
            input = values.detach().clone().requires_grad_(true);
        }
        finally
        {
            set_default_dtype(type);
            set_default_device(device);
        }

        using (state)
        {
            using var gradients = enable_grad();
            layer.train(training);
            var output = layer.call(input);
            output.sum().backward();
            using var noGrad = no_grad();
            float[] all =
            [
                .. output.Values(), .. input.grad!.Values(), .. layer.call(input).Values(),
                .. layer.parameters().Where(parameter => parameter.grad is not null)
                    .SelectMany(parameter => parameter.grad!.Values()),
            ];
            layer.Dispose();
            return all;
        }
    }
}
