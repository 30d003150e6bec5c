using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Hosting;

/// <summary>
/// Writes correctly sealed model files whose weights are all zero, so that they are small whatever they hold, or
/// random, so that they are not; no network is compiled and no weight becomes a number.
/// </summary>
internal static class FileOfNothing
{
    /// <summary>A model of a network that ends in a vector.</summary>
    public static void Write(
        string path, NetworkDefinition network, JsonObject? history = null, Random? random = null) =>
        Write(path, network.InputShape.Size, Payload(network, history, random));

    public static void Write(string path, int inputs, ModelPayload payload)
    {
        var context = new MLContext();
        var features = SchemaDefinition.Create(typeof(Row));
        features[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, inputs);
        var data = context.Data.LoadFromEnumerable<Row>([], features);
        context.Model.Save(new Transformer(payload), data.Schema, path);
    }

    public static ModelPayload Payload(
        NetworkDefinition network, JsonObject? history = null, Random? random = null)
    {
        var weights = Weights(network, random);
        return new ModelPayload(new ModelHead(network, Digest.Of(weights), Facts(network, history)).ToBytes(), weights);
    }

    public static JsonObject Facts(NetworkDefinition network, JsonObject? history = null) => new()
    {
        ["feature"] = "Features",
        ["label"] = "Label",
        ["order"] = "Interleaved",
        ["task"] = network.OutputShape.Size == 1 ? "Regression" : "MulticlassClassification",
        ["classes"] = null,
        ["mean"] = 0,
        ["deviation"] = 1,
        ["compared"] = new JsonArray(0, 0, null),
        ["history"] = history ?? [],
        ["options"] = new JsonObject(),
    };

    private static byte[] Weights(NetworkDefinition network, Random? random)
    {
        var tensors = new Dictionary<string, SafetensorsTensor>();
        var notes = new Dictionary<string, string>();
        foreach (var layer in network.Layers)
        {
            foreach (var spec in layer.Weights)
            {
                var (name, size) = (NetworkWeights.NameOf(layer, spec.Name), spec.Shape.Size);
                if (spec.Quantizer?.Alphabet == Alphabet.Signs)
                {
                    var bytes = (int)((size + 7L) / 8);
                    tensors.Add(name, new SafetensorsTensor("U8", [bytes], Bits(bytes, size, random)));
                    notes.Add(name, string.Join(',', spec.Shape.Dimensions));
                }
                else
                {
                    var shape = spec.Shape.Dimensions.Select(length => (long)length);
                    tensors.Add(name, new SafetensorsTensor("F32", shape, Numbers(size, random)));
                }
            }
        }

        return new SafetensorsFile(tensors, notes).ToBytes();
    }

    private static byte[] Bits(int bytes, int size, Random? random)
    {
        var bits = new byte[bytes];
        random?.NextBytes(bits);
        if (size % 8 != 0) bits[^1] &= (byte)((1 << (size % 8)) - 1);
        return bits;
    }

    // Small and above 0, as variances are.
    private static byte[] Numbers(int size, Random? random)
    {
        var bytes = new byte[4 * size];
        if (random is null) return bytes;
        foreach (ref var number in MemoryMarshal.Cast<byte, float>(bytes.AsSpan()))
            number = 0.01f * (1 - random.NextSingle());
        return bytes;
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }

    // What has the two parts to be saved, and nothing else.
    private sealed class Transformer(ModelPayload payload) : ITransformer
    {
        public bool IsRowToRowMapper => true;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public IDataView Transform(IDataView input) => input;

        void ICanSaveModel.Save(ModelSaveContext ctx) => ModelArchive.Save(ctx, payload);
    }
}
