using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

/// <summary>Layers that scale, move or repeat values, against loops over their places.</summary>
[TestClass]
public class FurtherLayerTests
{
    private static readonly TensorShape[] Images =
        [new(1, 1, 1), new(3, 2, 1), new(2, 5, 8), new(4, 3, 9), new(3, 3, 33)];

    [TestMethod]
    public void PReLU_EveryChoiceOfAxes_IsExact()
    {
        foreach (var shape in Images)
        {
            foreach (Axes axes in (Axes[])[[], [1], [2], [3], [1, 2], [1, 3], [2, 3], [1, 2, 3]])
                new PackedCase(shape.Size, shape, x => x.PReLU(axes)).AssertExact($"{shape}, {axes}", rows: 2);
        }

        new PackedCase(1, new TensorShape(19), x => x.PReLU()).AssertExact("vector");
        new PackedCase(2, new TensorShape(5, 6), x => x.PReLU([1])).AssertExact("sequence");
    }

    [TestMethod]
    public void Scale_EveryChoiceOfAxes_IsExact()
    {
        foreach (var shape in Images)
        {
            foreach (Axes axes in (Axes[])[[1], [2], [3], [1, 2], [1, 3], [2, 3], [1, 2, 3]])
                new PackedCase(shape.Size, shape, x => x.Scale(axes)).AssertExact($"{shape}, {axes}", rows: 2);
        }

        new PackedCase(1, new TensorShape(19), x => x.Scale()).AssertExact("vector");
    }

    // α of 0.3 is no multiple of an eighth.
    [TestMethod]
    public void LeakyReLU_AnyLength_IsClose()
    {
        foreach (var length in new[] { 1, 7, 8, 9, 33 })
        {
            new PackedCase(length, new TensorShape(length), x => x.LeakyReLU()).AssertClose($"{length}", rows: 2);
            new PackedCase(length, new TensorShape(length), x => x.LeakyReLU(0.25f)).AssertExact($"{length}", rows: 2);
        }
    }

    [TestMethod]
    public void Rectifiers_OfNoNumberAndInfinity_KeepThem()
    {
        float[] row = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, 1, -1, 2, -2, float.NaN];
        foreach (var network in new Func<NetworkTensor, NetworkTensor>[]
        {
            x => x.LeakyReLU(0.5f), x => x.PReLU(alpha: new() { Initializer = Initializer.Ones }),
        })
        {
            var definition = NetworkDefinition.Build(new TensorShape(row.Length), network);
            var scores = new float[row.Length];
            PackedNetwork.Compile(definition, NetworkWeights.Initialize(definition, 0)).Score(row, scores);
            Assert.IsTrue(float.IsNaN(scores[0]) && float.IsNaN(scores[8]));
            Assert.AreEqual(float.PositiveInfinity, scores[1]);
            Assert.AreEqual(float.NegativeInfinity, scores[2]);
            Assert.AreEqual((0f, 1f, 2f), (scores[3], scores[4], scores[6]));
        }
    }

    [TestMethod]
    public void Multiply_BroadcastGrid_IsExact()
    {
        foreach (var shape in Images)
        {
            foreach (var other in new TensorShape[]
            {
                shape, new(1, 1, shape[2]), new(shape[0], 1, 1), new(1, shape[1], 1), new(shape[0], shape[1], 1),
                new(1, 1, 1),
            })
            {
                NetworkTensor Other(NetworkTensor x) => x.Flatten().Dense(other.Size).Reshape([.. other.Dimensions]);
                new PackedCase(shape.Size, shape, x => x.Multiply(Other(x))).AssertExact($"{shape}·{other}");
                new PackedCase(shape.Size, shape, x => Other(x).Multiply(x)).AssertExact($"{other}·{shape}");
            }
        }

        // A column times a row gives what neither is.
        var outer = new PackedCase(
            3, new TensorShape(12), x => x.Dense(3).Reshape([3, 1]).Multiply(x.Reshape([1, -1])));
        Assert.AreEqual(new TensorShape(3, 12), outer.Definition.OutputShape);
        outer.AssertExact("outer product");
        new PackedCase(4, new TensorShape(2, 3, 4), x => x.Apply(
            new MultiplyLayer(), [x, x.GlobalAveragePool().Reshape([1, 1, 4])])).AssertClose("three");
    }

    [TestMethod]
    public void Copies_EveryKind_AreExact()
    {
        foreach (var shape in Images)
        {
            foreach (var (before, after) in new[] { (0, 0), (1, 0), (0, 2), (3, 1) })
            {
                var what = $"{shape}, {before}, {after}";
                new PackedCase(1, shape, x => x.ZeroPadding2D((before, after), (after, before))).AssertExact(what);
                new PackedCase(2, shape, x => x.ChannelPadding(before, after)).AssertExact(what);
                new PackedCase(3, new(shape[0], shape[2]), x => x.ZeroPadding1D(before, after)).AssertExact(what);
            }

            foreach (var (height, width) in new[] { (1, 1), (2, 1), (1, 3), (2, 2) })
            {
                var what = $"{shape}, {height}×{width}";
                new PackedCase(4, shape, x => x.UpSampling2D((height, width))).AssertExact(what);
                new PackedCase(5, shape, x => x.UpSampling2D((height, width), Interpolation.Bilinear))
                    .AssertClose(what);
                new PackedCase(6, new(shape[0], shape[2]), x => x.UpSampling1D(width)).AssertExact(what);
            }

            for (var start = 0; start < shape.Channels; start += 3)
            {
                new PackedCase(7, shape, x => x.ChannelSlice(start, shape.Channels - start))
                    .AssertExact($"{shape} from {start}");
            }

            new PackedCase(8, shape, x => x.ChannelSlice(0, 1)).AssertExact($"{shape}, first channel");
            new PackedCase(9, shape, x => x.Identity("a").Reshape([-1])).AssertExact($"{shape}, flat");
        }

        new PackedCase(10, new TensorShape(7), x => x.ChannelPadding(1, 2).ChannelSlice(2, 5)).AssertExact("vector");
    }

    [TestMethod]
    public void BlurPool2D_Grid_IsExact()
    {
        foreach (var shape in Images[1..])
        {
            for (var size = 2; size <= 7; size++)
            {
                foreach (var strides in new Size2D[] { 1, 2, (3, 1) })
                {
                    new PackedCase(size, shape, x => x.BlurPool2D(size, strides))
                        .AssertExact($"{shape}, {size}, {strides}");
                    if (shape[0] >= size && shape[1] >= size)
                    {
                        new PackedCase(size, shape, x => x.BlurPool2D(size, strides, PadMode.Valid))
                            .AssertExact($"{shape}, {size}, valid");
                    }
                }
            }
        }
    }

    // Split and concatenated again, in another order.
    [TestMethod]
    public void Split_Concatenated_MovesChannels()
    {
        var network = NetworkDefinition.Build(new TensorShape(1, 2, 4), x =>
        {
            var parts = x.Split(2, "part");
            Assert.AreEqual("part_1", parts[1].Layer.Name);
            return parts[1].Concatenate(parts[0]);
        });
        var scores = new float[8];
        PackedNetwork.Compile(network, new NetworkWeights([])).Score([1, 2, 3, 4, 5, 6, 7, 8], scores);
        CollectionAssert.AreEqual(new float[] { 3, 4, 1, 2, 7, 8, 5, 6 }, scores);
    }

    // Signs stay signs through layers that only move them, so that the next layer is packed.
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Copies_OfSigns_StaySigns(bool slices)
    {
        var network = new PackedCase(3, new TensorShape(6), x =>
        {
            var signs = x.QuantileThermometer(4);
            return (slices ? signs.ChannelSlice(3, 8) : signs.ChannelPadding(after: 1)).QuantDense(3, null, "ste_sign");
        });
        network.AssertExact("signs");
        Assert.AreEqual(
            slices,
            network.Network.Report["quant_dense"].IsPacked);
    }
}
