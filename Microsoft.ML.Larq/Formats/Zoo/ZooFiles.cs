using System.Collections.Immutable;

namespace Microsoft.ML.Larq.Formats;

/// <summary>The weight files that Larq Zoo publishes, each known by its SHA-256.</summary>
/// <remarks>
/// Trained by Larq Zoo's authors (Apache-2.0) and kept by GitHub with the releases of <c>larq/zoo</c>; none of them is
/// part of this library. Source: Larq Zoo 2.3.3.
/// </remarks>
public static class ZooFiles
{
    /// <summary>Every file: for each model the whole network's, then that without its top.</summary>
    public static ImmutableArray<ZooFile> All { get; } =
    [
        new("BinaryAlexNet", true, "binary_alexnet-v0.3.0", "binary_alexnet_weights.h5",
            "7fc065c47c5c1d92389e0bb988ce6df6a4fa09d803b866e2ba648069d6652d63"),
        new("BinaryAlexNet", false, "binary_alexnet-v0.2.1", "binary_alexnet_weights_notop.h5",
            "1d41b33ff39cd28d13679392641bf7711174a96d182417f91df45d0548f5bb47"),
        new("BiRealNet", true, "birealnet-v0.3.0", "birealnet_weights.h5",
            "6e6efac1584fcd60dd024198c87f42eb53b5ec719a5ca1f527e1fe7e8b997117"),
        new("BiRealNet", false, "birealnet-v0.3.0", "birealnet_weights_notop.h5",
            "5148b61c0c2a1094bdef811f68bf4957d5ba5f83ad26437b7a4a6855441ab46b"),
        new("BinaryResNetE18", true, "resnet_e-v0.1.0", "resnet_e_18_weights.h5",
            "bde4a64d42c164a7b10a28debbe1ad5b287c499bc0247ecb00449e6e89f3bf5b"),
        new("BinaryResNetE18", false, "resnet_e-v0.1.0", "resnet_e_18_weights_notop.h5",
            "14cb037e47d223827a8d09db88ec73d60e4153a4464dca847e5ae1a155e7f525"),
        new("BinaryDenseNet28", true, "binary_densenet-v0.1.0", "binary_densenet_28_weights.h5",
            "21fe3ca03eed244df9c41a2219876fcf03e73800932ec96a3e2a76af4747ac53"),
        new("BinaryDenseNet28", false, "binary_densenet-v0.1.0", "binary_densenet_28_weights_notop.h5",
            "a376df1e41772c4427edd1856072b934a89bf293bf911438bf6f751a9b2a28f5"),
        new("BinaryDenseNet37", true, "binary_densenet-v0.1.0", "binary_densenet_37_weights.h5",
            "8056a5d52c3ed86a934893987d09a06f59a5166aa9bddcaedb050f111d0a7d76"),
        new("BinaryDenseNet37", false, "binary_densenet-v0.1.0", "binary_densenet_37_weights_notop.h5",
            "4e12bca9fd27580a5b833241c4eb35d6cc332878c406048e6ca8dbbc78d59175"),
        new("BinaryDenseNet37Dilated", true, "binary_densenet-v0.1.0", "binary_densenet_37_dilated_weights.h5",
            "15c1bcd79b8dc22971382fbf79acf364a3f51049d0e584a11533e6fdbb7363d3"),
        new("BinaryDenseNet37Dilated", false, "binary_densenet-v0.1.1", "binary_densenet_37_dilated_weights_notop.h5",
            "8b31fbfdc8de08a46c6adcda1ced48ace0a2ff0ce45a05c72b2acc27901dd88b"),
        new("BinaryDenseNet45", true, "binary_densenet-v0.1.0", "binary_densenet_45_weights.h5",
            "d00a0d26fbd2dba1bfba8c0306c770f3aeea5c370e99f963bb239bd916f72c37"),
        new("BinaryDenseNet45", false, "binary_densenet-v0.1.0", "binary_densenet_45_weights_notop.h5",
            "e72d5cc6b0afe4612f8be7b1f9bb48a53ba2c8468b57bf1266d2900c99fd2adf"),
        new("DoReFaNet", true, "dorefanet-v0.1.0", "dorefanet_weights.h5",
            "645d7839d574faa3eeeca28f3115773d75da3ab67ff6876b4de12d10245ecf6a"),
        new("DoReFaNet", false, "dorefanet-v0.1.1", "dorefanet_weights_notop.h5",
            "8650e8a86d8d3968722cf5f20bcebe74d6d7bb45bbf03c4bb8c6486343f37e31"),
        new("MeliusNet22", true, "meliusnet22-v0.1.0", "meliusnet22_weights.h5",
            "c1ba85e8389ae326009665ec13331e49fc3df4d0f925fa8553e224f7362c18ed"),
        new("MeliusNet22", false, "meliusnet22-v0.1.1", "meliusnet22_weights_notop.h5",
            "abfc5c50049d72a14e44df0c1cb73896ece2a1ab4bf9bb48fede6cc2f5e0b58f"),
        new("RealToBinaryNet", true, "r2b-v0.1.0", "r2b_weights.h5",
            "e8fd16ca1ab9810ac3835f24f5c62758a57bc32a615f73aaa50d382d2b9617e1"),
        new("RealToBinaryNet", false, "r2b-v0.1.0", "r2b_weights_notop.h5",
            "4ec47abf1a4da5c65f4908076257e8d5c812673891089a88c9d9e84e949d1dab"),
        new("XNORNet", true, "xnornet-v0.2.0", "xnornet_weights.h5",
            "e6ba24f785655260ae76a2ef1fab520e3528243d9c8fac430299cd81dbeabe10"),
        new("XNORNet", false, "xnornet-v0.2.1", "xnornet_weights_notop.h5",
            "20a17423090b2c80c6b7a6b62346faa4b2b7dc8d4da99efa792c9351cf86c3d5"),
        new("QuickNet", true, "quicknet-v1.0", "quicknet_weights.h5",
            "8aba9e4e5f8d342faef04a0b2ae8e562da57dbb7d15162e8b3e091c951ba756c"),
        new("QuickNet", false, "quicknet-v1.0", "quicknet_weights_notop.h5",
            "204414e438373f14f6056a1c098249f505a87dd238e18d3a47a9bd8b66227881"),
        new("QuickNetSmall", true, "quicknet-v1.0", "quicknet_small_weights.h5",
            "1ac3b07df7f5a911dd0b49febb2486428ddf1ca130297c403815dfae5a1c71a2"),
        new("QuickNetSmall", false, "quicknet-v1.0", "quicknet_small_weights_notop.h5",
            "be8ba657155846be355c5580d1ea56eaf8282616de065ffc39257202f9f164ea"),
        new("QuickNetLarge", true, "quicknet-v1.0", "quicknet_large_weights.h5",
            "c5158e8a59147b31370becd937825f4db8a5cdf308314874f678f596629be45c"),
        new("QuickNetLarge", false, "quicknet-v1.0", "quicknet_large_weights_notop.h5",
            "adcf154a2a8007e81bd6af77c035ffbf54cd6413b89a0ba294e23e76a82a1b78"),
    ];

    /// <summary>A model's file.</summary>
    /// <param name="model">The model's name: <c>QuickNet</c>.</param>
    /// <param name="includeTop">Whether the classifier for ImageNet's 1000 classes is in it; default true.</param>
    /// <exception cref="ArgumentException">No such file was published; the message lists the models.</exception>
    public static ZooFile Find(string model, bool includeTop = true) =>
        All.FirstOrDefault(file => file.Model == model && file.IncludesTop == includeTop)
            ?? throw new ArgumentException(
            $"Larq Zoo publishes no weights of '{model}'; "
                + $"it does of {string.Join(", ", All.Select(file => file.Model).Distinct())}.",
            nameof(model));

    /// <summary>Which of the published files a file is, by its content alone.</summary>
    /// <param name="path">The file, under whatever name.</param>
    /// <returns>The published file; null where it is none of them.</returns>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static ZooFile? Recognize(string path)
    {
        var hash = ZooFile.HashOf(path);
        return All.FirstOrDefault(file => file.Sha256 == hash);
    }
}
