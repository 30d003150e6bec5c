using Microsoft.ML.Larq.Microcontrollers;
using Microsoft.ML.Larq.Microcontrollers.Steps;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Packed.Plan;
using Microsoft.ML.Larq.Tests.Families;
using Microsoft.ML.Larq.Tests.Networks.Samples;

namespace Microsoft.ML.Larq.Tests.Microcontrollers;

/// <summary>Every kind of layer, every quantizer and every operation is written, or refused by its name.</summary>
[TestClass]
public class CKindsTests
{
    private static readonly Type[] Refused =
    [
        typeof(Conv3DLayer), typeof(Conv2DTransposeLayer), typeof(Conv3DTransposeLayer),
        typeof(LocallyConnected1DLayer), typeof(LocallyConnected2DLayer),
    ];

    [TestMethod]
    public void Rows_EveryKind_IsThere() => Owed.Rows(
        typeof(LayerKind), "CKinds.Rows", CKinds.Kinds, "add one that says whether it can be written in C");

    [TestMethod]
    public void Rows_OfKinds_SayWhatTheDocumentationSays() => CollectionAssert.AreEquivalent(
        Refused, CKinds.Kinds.Where(kind => CKinds.WhyNot(kind) is not null).ToArray());

    [TestMethod]
    public void Rows_EveryQuantizer_IsThere()
    {
        var own = Families.Kinds.Of(typeof(Quantizer)).Where(type => !type.IsSubclassOf(typeof(CustomQuantizer)));
        CollectionAssert.AreEquivalent(own.ToArray(), QuantizerSteps.Quantizers.ToArray());
    }

    // Only layers that are refused, and kernels that this set does not have, make the others.
    [TestMethod]
    public void Rows_EveryOperation_IsThereOrOfARefusedKind() => CollectionAssert.AreEquivalent(
        new[]
        {
            "BinaryLocalOp", "BinaryVolumeOp", "CountPlanesOp", "FloatLocalOp", "FloatVolumeOp", "PackImagesOp",
            "PlanesPointwiseOp",
        },
        Families.Kinds.Of(typeof(PackedOp)).Except(COps.Ops).Select(op => op.Name).ToArray());

    [TestMethod]
    public void Score_EveryKindWithoutDefaults_IsThePackedOne()
    {
        var scored = new HashSet<Type>();
        foreach (var sample in KindSamples.All.Where(sample => CKinds.WhyNot(sample.Kind.GetType()) is null))
        {
            var definition = KindSamples.Network(sample);
            var (weights, rows) = KindSamples.Eighths(definition, 200);
            CompiledC.AssertSameBits(definition, weights, rows, sample.Kind.ToString()!);
            scored.Add(sample.Kind.GetType());
        }

        CollectionAssert.AreEquivalent(LayerKinds.All.Except(Refused).ToArray(), scored.ToArray());
    }

    [TestMethod]
    public void SaveC_EveryRefusedKind_NamesLayerAndKindAndWritesNothing()
    {
        var folder = Directory.CreateTempSubdirectory("larq-c").FullName;
        try
        {
            foreach (var sample in KindSamples.All.Where(sample => Refused.Contains(sample.Kind.GetType())))
            {
                var definition = KindSamples.Network(sample);
                var error = Assert.ThrowsExactly<NotSupportedException>(() => definition.SaveC(
                    NetworkWeights.Initialize(definition, 1), Path.Combine(folder, "net.c")));
                StringAssert.StartsWith(
                    error.Message, $"Layer 'sample' ({sample.Kind.ClassName}) cannot be written in C: ");
                Assert.IsEmpty(Directory.GetFileSystemEntries(folder));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
