using System.Collections.Immutable;
using Microsoft.ML.Larq.Formats.Hdf5;
using Microsoft.ML.Larq.Formats.Keras;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Formats;

/// <summary>
/// A weight file or a whole model that Keras 2 wrote as HDF5 (<c>.h5</c>): layers in order, their tensors, and the
/// model's configuration. Immutable.
/// </summary>
/// <remarks>
/// <para>
/// A weight file (<c>model.save_weights</c>) has <c>layer_names</c> and one group a layer at its root; a whole model
/// (<c>model.save</c>) has the same below <c>model_weights</c> and the network as JSON in <c>model_config</c>. Each
/// layer's <c>weight_names</c> say where its tensors are. The optimizer's state is passed over.
/// </para>
/// <para>
/// Nothing in the file is believed: a tensor larger than the file, a group that contains itself or a damaged list is a
/// <see cref="FormatException"/>. What a file says is in another one (external files, external links, virtual data
/// sets) is not read from there: no other file is opened, and the message says so.
/// </para>
/// <para>
/// Layout: Keras' <c>saving/legacy/hdf5_format.py</c>, <see href="https://github.com/keras-team/keras/tree/v2.14.0"/>.
/// </para>
/// </remarks>
public sealed class KerasFile
{
    private static ReadOnlySpan<byte> Signature =>
        [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    internal KerasFile(ImmutableArray<KerasLayer> layers, string? modelConfig, string? kerasVersion)
    {
        Layers = layers;
        ModelConfig = modelConfig;
        KerasVersion = kerasVersion;
    }

    /// <summary>The layers in the order of Keras' <c>model.layers</c>, those without weights included.</summary>
    public ImmutableArray<KerasLayer> Layers { get; }

    /// <summary>The network as Keras' JSON; null where the file holds weights alone.</summary>
    public string? ModelConfig { get; }

    /// <summary>The version of Keras that wrote the file; null where it does not say.</summary>
    public string? KerasVersion { get; }

    /// <summary>The file's weights as a network's, and what was matched.</summary>
    /// <param name="definition">The network.</param>
    /// <param name="byName">
    /// How a file's layers find the network's, as in Keras' <c>load_weights</c>. False (default): the first layer with
    /// weights to the first, and so on, both in the order of Keras' <c>model.layers</c>, so that automatic numbers may
    /// differ; but where every layer of either side has one of its name on the other, of the same weights and shapes,
    /// the names decide. Keras does not promise the order of the layers of a model within the model, nor their place
    /// between others; where such layers could be taken for others of the same shapes, order is refused. True: a layer
    /// to the layer of its name, as <c>NetworkDefinition.FromKeras</c> gives names; layers of the file that the network
    /// does not have are left out, and numbers that TensorFlow 1 put behind the names of tensors do not count where
    /// the file has the model's configuration.
    /// </param>
    /// <param name="others">Weights of layers that the file does not have; null: it must have every layer.</param>
    /// <param name="report">What each layer got, and what was left over.</param>
    /// <exception cref="ArgumentException">The file does not fit the network; the message names the layer.</exception>
    public NetworkWeights WeightsFor(
        NetworkDefinition definition, bool byName, NetworkWeights? others, out KerasReport report)
    {
        ArgumentNullException.ThrowIfNull(definition);
        (var weights, report) = KerasMatcher.Match(definition, this, byName, others);
        return weights;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">
    /// It is not such a file or is damaged, or a folder, a device or a pipe; the message names it and says what.
    /// </exception>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    public static KerasFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            using var file = PlainFile.Open(path);
            return Read(file);
        }
        catch (FormatException error)
        {
            throw new FormatException($"'{path}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Reads a file from a stream.</summary>
    /// <param name="stream">The whole file; it can be sought in, and stays open.</param>
    /// <exception cref="ArgumentException">The stream cannot be read or sought in.</exception>
    /// <exception cref="FormatException">It is not such a file or is damaged; the message says what.</exception>
    public static KerasFile Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead || !stream.CanSeek)
            throw new ArgumentException("A stream can be read and sought in; this one cannot.", nameof(stream));
        var start = new byte[Signature.Length];
        stream.Position = 0;
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (!start.AsSpan(0, read).SequenceEqual(Signature))
        {
            throw new FormatException(start.AsSpan().StartsWith("PK"u8)
                ? "It is HDF5 as Keras 2 writes it, got a zip as Keras 3 does; save it as '.h5' there."
                : $"It is HDF5, which begins with 89 48 44 46 0D 0A 1A 0A, got {Spell(start.AsSpan(0, read))}.");
        }

        var file = Hdf5File.Open(new Hdf5Source(stream));
        return new KerasReader(stream.Length).Read(file.Root);
    }

    private static string Spell(ReadOnlySpan<byte> start) =>
        start.IsEmpty ? "an empty file" : BitConverter.ToString(start.ToArray()).Replace('-', ' ');
}
