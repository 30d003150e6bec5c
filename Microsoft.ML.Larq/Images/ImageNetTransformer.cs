using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Images;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass(typeof(ITransformer), typeof(ImageLoader<ImageNetTransformer>), null,
    typeof(SignatureLoadModel), "ImageNet preprocessing", ImageArchive.LoaderSignature)]

namespace Microsoft.ML.Larq.Images;

/// <summary>What <see cref="ImageNetEstimator"/> gives; immutable, saved and loaded by ML.NET.</summary>
internal sealed class ImageNetTransformer : ITransformer, ILoadedFrom<ImageNetTransformer, string>
{
    /// <summary>The largest side that is allowed, so that a row's values fit into a vector.</summary>
    internal const int LargestSize = 8192;

    private readonly IHostEnvironment _environment;

    internal ImageNetTransformer(
        IHostEnvironment environment, string outputColumnName, string inputColumnName, int size)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        if (size is < 1 or > LargestSize)
            throw new ArgumentOutOfRangeException(nameof(size), size, $"The size is from 1 to {LargestSize}.");
        _environment = environment;
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName;
        Size = size;
    }

    /// <summary>The column that is added.</summary>
    internal string OutputColumnName { get; }

    /// <summary>The column of images.</summary>
    internal string InputColumnName { get; }

    /// <summary>Height and width of the result.</summary>
    internal int Size { get; }

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The columns that come in and the added one.</summary>
    /// <param name="inputSchema">The columns that come in.</param>
    /// <exception cref="ArgumentException">The image column is absent or holds no images.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Mapping(inputSchema).OutputSchema(inputSchema);

    /// <summary>Adds the column; nothing is computed until it is read.</summary>
    /// <param name="input">The rows.</param>
    /// <exception cref="ArgumentException">The image column is absent or holds no images.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Mapping(input.Schema).Transform(_environment, input);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        Mapping(inputSchema).Mapper(_environment, inputSchema);

    static ImageNetTransformer ILoadedFrom<ImageNetTransformer, string>.Load(
        IHostEnvironment environment, string content) => Load(environment, content);

    /// <summary>What <c>mlContext.Model.Load</c> ends in.</summary>
    /// <exception cref="FormatException">The parameters are not these; the message says which.</exception>
    internal static ImageNetTransformer Load(IHostEnvironment environment, string parameters)
    {
        try
        {
            var json = JsonNode.Parse(parameters) as JsonObject;
            return new ImageNetTransformer(
                environment, Value<string>(json, "output"), Value<string>(json, "input"), Value<int>(json, "size"));
        }
        catch (Exception error) when (error is not FormatException)
        {
            throw new FormatException(
                $"The parameters of the ImageNet preprocessing cannot be read: {error.Message}", error);
        }
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => ImageArchive.Save(ctx, new JsonObject
    {
        ["output"] = OutputColumnName,
        ["input"] = InputColumnName,
        ["size"] = Size,
    }.ToJsonString());

    private static T Value<T>(JsonObject? parameters, string name) =>
        parameters?[name] is JsonValue value && value.TryGetValue<T>(out var result)
            ? result
            : throw new ArgumentException(
                $"'{name}' must be of type {typeof(T).Name}, got {Shown(parameters?[name])}.");

    private static string Shown(JsonNode? value) => value?.ToJsonString() ?? "none";

    private ColumnMapping Mapping(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var column = SchemaColumns.Find(inputSchema, InputColumnName, "image");
        if (column.Type is not ImageDataViewType)
            throw new ArgumentException($"Image column '{InputColumnName}' must hold images, got {column.Type}.");
        var type = new VectorDataViewType(NumberDataViewType.Single, Size, Size, ImageNetPixels.Channels);
        return new ColumnMapping(column, new DataViewSchema.DetachedColumn(OutputColumnName, type), Getter, this);
    }

    private Delegate Getter(DataViewRow row, DataViewSchema.Column column)
    {
        var read = row.GetGetter<MLImage>(row.Schema[column.Index]);
        var image = default(MLImage);
        var length = Size * Size * ImageNetPixels.Channels;
        return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            // A loader disposes the image that it gave before; one that the rows themselves hold stays as it is.
            read(ref image!);
            var editor = VBufferEditor.Create(ref value, length);
            if (image is null) editor.Values.Fill(float.NaN);
            else ImageNetPixels.Fill(image, Size, editor.Values);
            value = editor.Commit();
        });
    }
}
