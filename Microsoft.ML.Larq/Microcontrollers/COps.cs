using System.Collections.Frozen;
using Microsoft.ML.Larq.Microcontrollers.Steps;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Operands;
using Microsoft.ML.Larq.Packed.Ops;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Microcontrollers;

/// <summary>How each operation of a compiled network is written: the row that a new operation adds here.</summary>
internal static class COps
{
    private static readonly FrozenDictionary<Type, Action<CProgram, PackedOp>> Rows =
        new Dictionary<Type, Action<CProgram, PackedOp>>
        {
            [typeof(BinaryConvolutionOp)] = Row<BinaryConvolutionOp>(KernelSteps.Binary),
            [typeof(BinarySignsOp)] = Row<BinarySignsOp>(KernelSteps.BinarySigns),
            [typeof(FloatConvolutionOp)] = Row<FloatConvolutionOp>(KernelSteps.Numbers),
            [typeof(PackOp)] = Row<PackOp>(SignSteps.Pack),
            [typeof(UnpackOp)] = Row<UnpackOp>(SignSteps.Unpack),
            [typeof(QuantizeOp)] = Row<QuantizeOp>(QuantizerSteps.Quantize),
            [typeof(QuantileThermometerOp)] = Row<QuantileThermometerOp>(SignSteps.Quantiles),
            [typeof(ThermometerOp)] = Row<ThermometerOp>(SignSteps.Thermometer),
            [typeof(LevelsOp)] = Row<LevelsOp>(SignSteps.Levels),
            [typeof(LevelPlanesOp)] = Row<LevelPlanesOp>(SignSteps.LevelPlanes),
            [typeof(NegateOp)] = Row<NegateOp>(SignSteps.Negate),
            [typeof(TwiceOp)] = Row<TwiceOp>(SignSteps.Twice),
            [typeof(SignPoolingOp)] = Row<SignPoolingOp>(SignSteps.Pool),
            [typeof(ActivationOp)] = Row<ActivationOp>(NumberSteps.Activation),
            [typeof(BatchNormalizationOp)] = Row<BatchNormalizationOp>(NumberSteps.Normalization),
            [typeof(LayerNormalizationOp)] = Row<LayerNormalizationOp>(NumberSteps.LayerNormalization),
            [typeof(RowOp)] = Row<RowOp>(NumberSteps.Row),
            [typeof(SoftmaxOp)] = Row<SoftmaxOp>(NumberSteps.Softmax),
            [typeof(AddOp)] = Row<AddOp>(NumberSteps.Add),
            [typeof(MultiplyOp)] = Row<MultiplyOp>(NumberSteps.Multiply),
            [typeof(PoolingOp)] = Row<PoolingOp>(ImageSteps.Pool),
            [typeof(ConcatenateOp)] = Row<ConcatenateOp>(ImageSteps.Concatenate),
            [typeof(PadOp)] = Row<PadOp>(ImageSteps.Pad),
            [typeof(ChannelsOp)] = Row<ChannelsOp>(ImageSteps.Channels),
            [typeof(RepeatOp)] = Row<RepeatOp>(ImageSteps.Repeat),
            [typeof(BilinearOp)] = Row<BilinearOp>(ImageSteps.Bilinear),
        }.ToFrozenDictionary();

    /// <summary>Operations that have a row.</summary>
    public static IEnumerable<Type> Ops => Rows.Keys;

    /// <summary>
    /// What an operation may write its output over, because it reads each number before it writes in its place.
    /// </summary>
    public static Slot? InPlace(PackedOp op) => op switch
    {
        BinaryConvolutionOp layer => layer.After.Shortcut,
        FloatConvolutionOp layer => layer.After.Shortcut == layer.Reads[0] ? null : layer.After.Shortcut,
        ActivationOp or BatchNormalizationOp or RowOp or NegateOp or LevelsOp => op.Reads[0],
        AddOp { Reads.Count: 2 } => op.Reads.FirstOrDefault(slot => slot != op.Reads[0]) ?? op.Reads[0],
        _ => null,
    };

    public static bool Has(PackedOp op) => Rows.ContainsKey(op.GetType());

    public static void Write(CProgram program, PackedOp op) => Rows[op.GetType()](program, op);

    private static Action<CProgram, PackedOp> Row<TOp>(Action<CProgram, TOp> write)
        where TOp : PackedOp => (program, op) => write(program, (TOp)op);
}
