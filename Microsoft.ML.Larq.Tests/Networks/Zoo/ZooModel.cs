using Microsoft.ML.Larq.Networks;
using Models = Microsoft.ML.Larq.Networks.Zoo;

namespace Microsoft.ML.Larq.Tests.Networks.Zoo;

/// <summary>A model of the zoo as the tests build it.</summary>
/// <param name="Name">Larq Zoo's name, which its golden files have.</param>
/// <param name="Network">The model with outputs, or with 0 without its top.</param>
/// <param name="Side">
/// The smallest image of a side that the tests need: 32, or what the model's windows ask for.
/// </param>
internal sealed record ZooModel(
    string Name, Func<NetworkTensor, int, NetworkTensor> Network, int Side = 32)
{
    private const int Units = 64;

    /// <summary>The model, or one of fewer units where almost all weights are those of its dense layers.</summary>
    public Func<NetworkTensor, int, NetworkTensor> Light { get; init; } = Network;

    public static IReadOnlyList<ZooModel> All { get; } =
    [
        new("QuickNetSmall", Models.QuickNetSmall),
        new("QuickNet", Models.QuickNet),
        new("QuickNetLarge", Models.QuickNetLarge),
        new("BinaryAlexNet", Models.BinaryAlexNet, 57)
        {
            Light = (x, outputs) => Models.BinaryAlexNet(x, outputs, units: Units),
        },
        new("XNORNet", Models.XnorNet, 217)
        {
            Light = (x, outputs) => Models.XnorNet(x, outputs, Units),
        },
        new("DoReFaNet", Models.DoReFaNet, 44)
        {
            Light = (x, outputs) => Models.DoReFaNet(x, outputs, units: Units),
        },
        new("BiRealNet", Models.BiRealNet),
        new("BinaryResNetE18", Models.BinaryResNetE18),
        new("BinaryResNetE34", Models.BinaryResNetE34),
        new("BinaryDenseNet28", Models.BinaryDenseNet28),
        new("BinaryDenseNet37", Models.BinaryDenseNet37),
        new("BinaryDenseNet37Dilated", Models.BinaryDenseNet37Dilated),
        new("BinaryDenseNet45", Models.BinaryDenseNet45),
        new("MeliusNet22", Models.MeliusNet22),
        new("RealToBinaryNet", Models.RealToBinaryNet),
        new("RealToBinNetBAN", Models.RealToBinaryNetBAN),
        new("RealToBinNetFP", Models.RealToBinaryNetFP),
        new("StrongBaselineBNN", Models.StrongBaselineBNN),
        new("StrongBaselineBAN", Models.StrongBaselineBAN),
        new("ResNet18FP", Models.ResNet18FP),
    ];

    /// <summary>As rows of test data.</summary>
    public static IEnumerable<string[]> Names => All.Select(model => (string[])[model.Name]);

    public static ZooModel Of(string name) => All.Single(model => model.Name == name);

    /// <summary>The model without its top.</summary>
    public NetworkTensor Features(NetworkTensor input) => Network(input, 0);

    /// <summary>At 224×224×3, for 1000 outputs, without a softmax.</summary>
    public NetworkDefinition Full() => NetworkDefinition.Build(new TensorShape(224, 224, 3), x => Network(x, 1000));

    public NetworkDefinition Small(int outputs) =>
        NetworkDefinition.Build(new TensorShape(Side, Side, 3), x => Light(x, outputs));
}
