using Microsoft.ML.Data;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>Finds out from the feature column's type and the options what shape the network's input has.</summary>
internal static class FeatureInput
{
    /// <summary>The feature column, checked.</summary>
    /// <exception cref="ArgumentException">It is absent, not a vector of Single, or of unknown size.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name, string? where = null)
    {
        var column = SchemaColumns.Find(schema, name, "feature", where);
        return column.Type is VectorDataViewType { ItemType: NumberDataViewType item, Size: > 0 }
            && item == NumberDataViewType.Single
            ? column
            : throw new ArgumentException(
                $"Feature column '{name}' must be a vector of Single of known size, got {column.Type}. "
                + "Concatenate and Conversion.ConvertType make one.");
    }

    /// <summary>The same before any data is seen.</summary>
    /// <exception cref="ArgumentException">It is absent, not a vector of Single, or of unknown size.</exception>
    public static void Check(SchemaShape schema, string name)
    {
        var column = SchemaColumns.Find(schema, name) ?? throw new ArgumentException(
            $"There is no feature column '{name}'; "
            + $"there are '{string.Join("', '", schema.Select(column => column.Name))}'.");
        if (column.Kind == SchemaShape.Column.VectorKind.Vector && column.ItemType == NumberDataViewType.Single
            && !column.IsKey)
            return;
        throw new ArgumentException(
            $"Feature column '{name}' must be a vector of Single of known size, got {SchemaColumns.Describe(column)}.");
    }

    /// <summary>The layout of the vector.</summary>
    /// <exception cref="ArgumentException">
    /// The image does not fit the vector, or its channels cannot be told.
    /// </exception>
    public static RowLayout Layout(DataViewSchema.Column column, ImageShape? image)
    {
        var type = (VectorDataViewType)column.Type;
        if (image is null) return OfDimensions(column.Name, type);
        if (image.Height * (long)image.Width * image.Channels != type.Size)
        {
            throw new ArgumentException(
                $"Option Image is {image}, which is {image.Height * (long)image.Width * image.Channels} numbers; "
                + $"feature column '{column.Name}' has {type.Size} ({type}).");
        }

        return new RowLayout(
            new TensorShape(image.Height, image.Width, image.Channels),
            image.Order ?? OrderOf(column.Name, type, image));
    }

    private static RowLayout OfDimensions(string name, VectorDataViewType type)
    {
        if (type.Dimensions is not [var first, var middle, var last])
            return new RowLayout(new TensorShape(type.Size), PixelOrder.Interleaved);
        return (IsChannels(first), IsChannels(last)) switch
        {
            (true, false) => new RowLayout(new TensorShape(middle, last, first), PixelOrder.Planar),
            (false, true) => new RowLayout(new TensorShape(first, middle, last), PixelOrder.Interleaved),
            _ => throw new ArgumentException(
                $"Feature column '{name}' has dimensions {first}×{middle}×{last}; which of them are the channels "
                + "(1, 3 or 4) cannot be told. Say so with option Image."),
        };
    }

    private static PixelOrder OrderOf(string name, VectorDataViewType type, ImageShape image)
    {
        if (type.Dimensions is not [var first, var middle, var last]) return PixelOrder.Interleaved;
        if ((first, middle, last) == (image.Height, image.Width, image.Channels)) return PixelOrder.Interleaved;
        if ((first, middle, last) == (image.Channels, image.Height, image.Width)) return PixelOrder.Planar;
        throw new ArgumentException(
            $"Option Image is {image}; feature column '{name}' has dimensions {first}×{middle}×{last}, which are "
            + "neither height×width×channels nor channels×height×width. Give Image an order to overrule them.");
    }

    private static bool IsChannels(int dimension) => dimension is 1 or 3 or 4;
}
