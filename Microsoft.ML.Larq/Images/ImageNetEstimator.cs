using Microsoft.ML.Data;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.Larq.Images;

/// <summary>Turns images into what networks trained on ImageNet in Larq Zoo take.</summary>
/// <remarks>
/// <para>
/// The square in the image's centre of side ⌊size / (size + 32) · min(height, width)⌋, 7/8 of the shorter side for 224;
/// resized as TensorFlow 1 does, bicubic with A = −0.75 and without half-pixel centres; then (x − 255·mean) /
/// (255·deviation), red, green and blue each with ImageNet's mean and deviation.
/// </para>
/// <para>
/// Output: a vector of size×size×3 numbers, pixel by pixel, red first. A missing image gives NaN. An alpha channel is
/// left out.
/// </para>
/// <para>Source: Larq Zoo's <c>preprocess_input</c>.</para>
/// </remarks>
internal sealed class ImageNetEstimator : IEstimator<ImageNetTransformer>
{
    private readonly ImageNetTransformer _transformer;

    internal ImageNetEstimator(ImageNetTransformer transformer) => _transformer = transformer;

    /// <summary>Checks the image column; nothing is learned.</summary>
    /// <param name="input">Rows of the schema that will be transformed.</param>
    /// <exception cref="ArgumentException">The image column is absent or holds no images.</exception>
    public ImageNetTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _ = _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The columns that the transformer adds.</summary>
    /// <param name="inputSchema">The columns that come in.</param>
    /// <exception cref="ArgumentException">The image column is absent or holds no images.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var name = _transformer.InputColumnName;
        var column = SchemaColumns.Find(inputSchema, name) ?? throw new ArgumentException(
            $"There is no image column '{name}'; "
            + $"there are '{string.Join("', '", inputSchema.Select(other => other.Name))}'.");
        if (column.Kind != SchemaShape.Column.VectorKind.Scalar || column.ItemType is not ImageDataViewType)
            throw new ArgumentException(
                $"Image column '{name}' must hold images, got {SchemaColumns.Describe(column)}.");
        return SchemaColumns.With(
            inputSchema, [SchemaColumns.Vector(_transformer.OutputColumnName, NumberDataViewType.Single)]);
    }
}
