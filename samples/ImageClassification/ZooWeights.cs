using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;

namespace ImageClassification;

/// <summary>
/// Where a network's weights come from: a file of Keras that is given, is there already or is fetched.
/// </summary>
internal static class ZooWeights
{
    /// <summary>The file, and which of the published ones it is; null for another.</summary>
    /// <exception cref="IOException">There is none; the message says which file to put where.</exception>
    /// <exception cref="FormatException">The file is another one.</exception>
    public static async Task<string> FindAsync(
        ZooNetwork network, string? given, bool fetch, IProgress<long> progress, CancellationToken cancellation)
    {
        var file = ZooFiles.Find(network.Name);
        if (given is not null)
        {
            if (!File.Exists(given)) throw new FileNotFoundException($"There is no file '{given}'. {Advice(file)}");
            var known = ZooFiles.Recognize(given);
            return known is null || known.Model == network.Name
                ? given
                : throw new FormatException(
                    $"'{given}' has the weights of {known.Model}: say --network {known.Model}.");
        }

        using var download = new ZooDownload();
        if (!File.Exists(download.PathOf(file)) && !fetch)
            throw new FileNotFoundException($"There are no weights of {network.Name}. {Advice(file)}");
        return await download.GetAsync(file, progress, cancellation);
    }

    /// <summary>The file's weights for images of a size, with or without the top, whichever the file has.</summary>
    public static NetworkWeights Read(ZooNetwork network, int size, string path)
    {
        var file = KerasFile.Read(path);
        var layers = file.Layers.Where(layer => layer.Weights.Length > 0).ToArray();
        var definition = Build(network.Trunk);
        if (layers.Length != definition.Layers.Count(layer => layer.Weights.Length > 0))
        {
            // The last weight is the bias of the classifier.
            var classes = layers.Length > 0 && layers[^1].Weights[^1].Shape is [var outputs] ? outputs : 1000;
            definition = Build(input => network.Whole(input, classes));
        }

        return file.WeightsFor(definition, byName: false, null, out _);

        NetworkDefinition Build(Func<NetworkTensor, NetworkTensor> layers) =>
            NetworkDefinition.Build(new TensorShape(size, size, 3), layers);
    }

    private static string Advice(ZooFile file)
    {
        using var download = new ZooDownload();
        return $"""
            Do one of these:
              let it be fetched:  add --download
              fetch it yourself:  {file.Address}
                                  and put it at {download.PathOf(file)}
              have it elsewhere:  add --weights FILE
            Its SHA-256 is {file.Sha256}.
            """;
    }
}
