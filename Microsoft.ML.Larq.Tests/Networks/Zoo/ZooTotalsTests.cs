using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks.Zoo;

/// <summary>Totals of every model at 224×224×3 and 1000 outputs.</summary>
/// <remarks>
/// Parameters, bytes and multiply-accumulates that Larq Zoo publishes (docs.larq.dev/zoo, and the data behind its
/// tables), or, for models of which it publishes none, that follow from its definitions (larq/zoo 77c5853).
/// </remarks>
[TestClass]
public class ZooTotalsTests
{
    [TestMethod]
    [DataRow("BinaryAlexNet", 61_859_192, 61_838_248, 61_827_776, 61_848_720, 16, 32, 3_209_664)]
    [DataRow("XNORNet", 62_396_768, 62_377_440, 58_236_928, 62_387_104, 16, 32, 41_511_264)]
    [DataRow("DoReFaNet", 62_403_912, 62_384_968, 58_236_928, 62_394_440, 14, 28, 3_756_384)]
    [DataRow("BiRealNet", 11_699_112, 11_689_512, 10_985_472, 11_689_512, 41, 102, 11_186_112)]
    [DataRow("BinaryResNetE18", 11_699_368, 11_689_640, 10_985_472, 11_689_640, 42, 106, 11_186_368)]
    [DataRow("BinaryDenseNet28", 5_150_504, 5_131_496, 4_202_496, 5_131_496, 56, 141, 4_573_504)]
    [DataRow("BinaryDenseNet37", 8_734_120, 8_702_248, 7_593_984, 8_702_248, 74, 186, 8_093_120)]
    [DataRow("BinaryDenseNet37Dilated", 8_734_120, 8_702_248, 7_593_984, 8_702_248, 74, 186, 8_093_120)]
    [DataRow("BinaryDenseNet45", 13_939_240, 13_889_512, 12_349_440, 13_889_512, 90, 226, 13_138_240)]
    [DataRow("MeliusNet22", 6_969_672, 6_944_584, 6_119_424, 6_944_584, 92, 216, 6_456_672)]
    [DataRow("RealToBinaryNet", 11_995_624, 11_986_920, 10_985_472, 11_986_920, 90, 151, 11_482_624)]
    [DataRow("QuickNetSmall", 12_664_344, 12_652_504, 11_980_800, 12_655_688, 48, 113, 12_151_344)]
    [DataRow("QuickNet", 13_243_720, 13_230_024, 12_533_760, 13_234_088, 48, 113, 12_730_720)]
    [DataRow("QuickNetLarge", 23_359_304, 23_338_184, 22_634_496, 23_342_248, 80, 193, 22_846_304)]
    [DataRow("RealToBinNetFP", 11_995_624, 11_986_920, 0, 11_986_920, 90, 151, 11_482_624)]
    [DataRow("RealToBinNetBAN", 11_995_624, 11_986_920, 0, 11_986_920, 90, 151, 11_482_624)]
    [DataRow("StrongBaselineBAN", 11_705_904, 11_697_200, 0, 11_697_200, 74, 167, 11_192_904)]
    [DataRow("StrongBaselineBNN", 11_705_904, 11_697_200, 10_985_472, 11_697_200, 74, 167, 11_192_904)]
    [DataRow("ResNet18FP", 11_702_952, 11_693_352, 0, 11_693_352, 41, 118, 11_189_952)]
    public void Parameters_EveryModel_AreLarqZoos(
        string name, int keras, int trainable, int binary, int larq, int layers, int tensors, int features)
    {
        var model = ZooModel.Of(name);
        var network = model.Full();
        var (all, folded) = (network.Summary(ParameterConvention.Keras), network.Summary());
        Assert.AreEqual(
            (keras, trainable, keras - trainable, binary),
            (all.Parameters, all.TrainableParameters, all.NonTrainableParameters, all.Weights.GetValueOrDefault(1)));
        Assert.AreEqual((larq, larq - binary), (folded.Parameters, folded.Weights[32]));
        Assert.AreEqual(
            (layers, tensors),
            (network.Layers.Count(layer => !layer.Weights.IsEmpty), network.Layers.Sum(layer => layer.Weights.Length)));
        Assert.AreEqual(features, NetworkDefinition.Build(network.InputShape, model.Features)
            .Summary(ParameterConvention.Keras).Parameters);
    }

    // Bytes; MiB with floats of 8 bits and with all weights in 32; multiply-accumulates of 1, 2 and 32 bits.
    [TestMethod]
    [DataRow("QuickNetSmall", 4_197_152, 2.07, 48.28, 1_156_055_040, 0, 15_941_120)]
    [DataRow("QuickNet", 4_368_032, 2.16, 50.48, 1_849_688_064, 0, 29_651_712)]
    [DataRow("QuickNetLarge", 5_660_320, 3.37, 89.04, 3_699_376_128, 0, 29_651_712)]
    [DataRow("RealToBinaryNet", 5_378_976, 2.26, 45.73, 1_676_279_808, 0, 138_087_936)]
    [DataRow("BinaryDenseNet45", 7_703_968, 2.94, 52.98, 6_430_556_160, 0, 244_103_424)]
    [DataRow("BinaryDenseNet37Dilated", 5_382_304, 1.96, 33.20, 7_774_470_144, 0, 452_625_408)]
    [DataRow("BinaryDenseNet37", 5_382_304, 1.96, 33.20, 4_506_808_320, 0, 199_738_368)]
    [DataRow("MeliusNet22", 4_065_568, 1.52, 26.49, 4_624_220_160, 0, 136_388_608)]
    [DataRow("BinaryDenseNet28", 4_241_312, 1.39, 19.58, 3_587_383_296, 0, 202_484_224)]
    [DataRow("BinaryResNetE18", 4_189_856, 1.98, 44.59, 1_676_279_808, 0, 137_793_536)]
    [DataRow("BiRealNet", 4_189_344, 1.98, 44.59, 1_676_279_808, 0, 137_793_536)]
    [DataRow("DoReFaNet", 23_909_664, 10.91, 238.02, 0, 2_924_609_536, 125_028_352)]
    [DataRow("XNORNet", 23_880_320, 10.90, 237.99, 1_025_744_896, 0, 113_379_328)]
    [DataRow("BinaryAlexNet", 7_812_248, 7.39, 235.93, 768_512_000, 0, 72_855_552)]
    [DataRow("ResNet18FP", 46_773_408, double.NaN, 44.61, 0, 0, 1_814_073_344)]
    [DataRow("RealToBinNetFP", 47_947_680, double.NaN, 45.73, 0, 0, 1_814_367_744)]
    [DataRow("RealToBinNetBAN", 47_947_680, double.NaN, 45.73, 0, 0, 1_814_367_744)]
    [DataRow("StrongBaselineBNN", 4_220_096, double.NaN, 44.62, 1_676_279_808, 0, 137_793_536)]
    public void Sizes_EveryModel_AreLarqZoos(
        string name, int bytes, double int8, double float32, long binary, long twoBits, long real)
    {
        var summary = ZooModel.Of(name).Full().Summary();
        Assert.AreEqual(8L * bytes, summary.MemoryBits);
        Assert.AreEqual(float32, Mebibytes(summary.Float32MemoryBits));
        if (!double.IsNaN(int8)) Assert.AreEqual(int8, Mebibytes(summary.Int8MemoryBits));
        Assert.AreEqual(
            (binary, twoBits, real),
            (Macs(1), Macs(2), Macs(32)));

        long Macs(int bits) => summary.MacsByPrecision.GetValueOrDefault(bits);
    }

    // Larq Zoo's documentation leaves the fixed blurs out of QuickNet's multiply-accumulates.
    [TestMethod]
    [DataRow("QuickNetSmall", 15_489_536)]
    [DataRow("QuickNet", 28_861_440)]
    [DataRow("QuickNetLarge", 28_861_440)]
    public void RealMacs_WithoutTheBlurs_AreThoseOfTheDocumentation(string name, long macs)
    {
        var summary = ZooModel.Of(name).Full().Summary();
        var blurs = summary.Layers.Where(layer => layer.ClassName == "BlurPool2D").Sum(layer => layer.Macs);
        Assert.AreEqual(macs, summary.MacsByPrecision[32] - blurs);
    }

    [TestMethod]
    public void Parameters_OfBinaryResNetE34_FollowFromItsDefinition() => Assert.AreEqual(
        21_814_952, ZooModel.Of("BinaryResNetE34").Full().Summary(ParameterConvention.Keras).Parameters);

    private static double Mebibytes(long bits) => Math.Round(bits / 8.0 / (1 << 20), 2);
}
