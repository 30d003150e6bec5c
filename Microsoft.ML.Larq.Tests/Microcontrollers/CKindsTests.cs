using Microsoft.ML.Larq.Microcontrollers;
using Microsoft.ML.Larq.Microcontrollers.Steps;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Plan;
using Microsoft.ML.Larq.Tests.Families;
using Microsoft.ML.Larq.Tests.Networks.Samples;

namespace Microsoft.ML.Larq.Tests.Microcontrollers;

/// <summary>Every kind of layer, every quantizer and every operation is written in C.</summary>
[TestClass]
public class CKindsTests
{
    [TestMethod]
    public void Rows_EveryKind_IsThere() => Owed.Rows(
        typeof(LayerKind), "CKinds.Rows", CKinds.Kinds, "add one that says whether it can be written in C");

    [TestMethod]
    public void Rows_EveryQuantizer_IsThere() => Owed.Rows(
        "Quantizer", Families.Kinds.OwnQuantizers, "QuantizerSteps.Rows",
        QuantizerSteps.Quantizers.Select(type => type.Name), "add one that writes it in C");

    // Depthwise kernels of slices make the others, which this set does not have.
    [TestMethod]
    public void Rows_EveryOperation_IsThereOrOfNoKernelInC() => Owed.Rows(
        "PackedOp",
        Families.Kinds.Of(typeof(PackedOp)).Select(op => op.Name).Except(["CountPlanesOp", "PlanesPointwiseOp"]),
        "COps.Rows", COps.Ops.Select(op => op.Name), "add one that writes it in C, or name it here");

    [TestMethod]
    public void Score_EveryKindWithoutDefaults_IsThePackedOne()
    {
        var scored = new HashSet<Type>();
        foreach (var sample in KindSamples.All)
        {
            var definition = KindSamples.Network(sample);
            var (weights, rows) = KindSamples.Eighths(definition, 200);
            CompiledC.AssertSameBits(definition, weights, rows, sample.Kind.ToString()!);
            scored.Add(sample.Kind.GetType());
        }

        Owed.Rows(typeof(LayerKind), "KindSamples.All", scored, "add one, which is compared with its C");
    }
}
