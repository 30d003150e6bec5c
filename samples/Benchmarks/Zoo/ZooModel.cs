using Microsoft.ML.Larq.Networks;

namespace Larq.Benchmarks;

/// <summary>A network of Larq Zoo, and the accuracy that Larq Zoo publishes for its weights on ImageNet.</summary>
/// <param name="Id">The method's name.</param>
/// <param name="Build">The network.</param>
/// <param name="Top1">Top-1 accuracy in percent, as published.</param>
internal sealed record ZooModel(string Id, Func<NetworkTensor, int, NetworkTensor> Build, double Top1)
{
    public const int Side = 224;
    public const int Classes = 1000;

    /// <summary>The 14 with published weights, QuickNet first.</summary>
    public static IReadOnlyList<ZooModel> All { get; } =
    [
        new(nameof(Zoo.QuickNet), Zoo.QuickNet, 63.3),
        new(nameof(Zoo.QuickNetSmall), Zoo.QuickNetSmall, 59.4),
        new(nameof(Zoo.QuickNetLarge), Zoo.QuickNetLarge, 66.9),
        new(nameof(Zoo.RealToBinaryNet), Zoo.RealToBinaryNet, 65.01),
        new(nameof(Zoo.BinaryDenseNet28), Zoo.BinaryDenseNet28, 60.91),
        new(nameof(Zoo.BinaryDenseNet37), Zoo.BinaryDenseNet37, 62.89),
        new(nameof(Zoo.BinaryDenseNet37Dilated), Zoo.BinaryDenseNet37Dilated, 64.34),
        new(nameof(Zoo.BinaryDenseNet45), Zoo.BinaryDenseNet45, 64.59),
        new(nameof(Zoo.MeliusNet22), Zoo.MeliusNet22, 62.4),
        new(nameof(Zoo.BinaryResNetE18), Zoo.BinaryResNetE18, 58.32),
        new(nameof(Zoo.BiRealNet), Zoo.BiRealNet, 57.47),
        new(nameof(Zoo.DoReFaNet), Zoo.DoReFaNet, 53.39),
        new(nameof(Zoo.XnorNet), Zoo.XnorNet, 44.96),
        new(nameof(Zoo.BinaryAlexNet), Zoo.BinaryAlexNet, 36.3),
    ];

    public NetworkDefinition Define() =>
        NetworkDefinition.Build(new TensorShape(Side, Side, 3), input => Build(input, Classes));
}
