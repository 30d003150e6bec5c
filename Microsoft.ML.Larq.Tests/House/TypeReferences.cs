using Mono.Cecil;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>
/// Everything that a type names: bases, signatures, attributes, constraints and method bodies; nested types too.
/// </summary>
internal static class TypeReferences
{
    public static IEnumerable<TypeReference> Of(TypeDefinition type) =>
        Named(type).SelectMany(Parts).Where(reference => reference is not GenericParameter);

    private static IEnumerable<TypeReference?> Named(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(implemented => implemented.InterfaceType),
        .. type.Interfaces.SelectMany(Attributes),
        .. Attributes(type),
        .. Constraints(type),
        .. type.Fields.Select(field => field.FieldType),
        .. type.Fields.SelectMany(Attributes),
        .. type.Properties.Select(property => property.PropertyType),
        .. type.Properties.SelectMany(Attributes),
        .. type.Events.Select(added => added.EventType),
        .. type.Events.SelectMany(Attributes),
        .. type.Methods.SelectMany(Of),
        .. type.NestedTypes.SelectMany(Named),
    ];

    private static IEnumerable<TypeReference?> Of(MethodDefinition method) =>
    [
        .. Signature(method),
        .. Attributes(method),
        .. Attributes(method.MethodReturnType),
        .. method.Parameters.SelectMany(Attributes),
        .. Constraints(method),
        .. method.Overrides.SelectMany(Signature),
        .. method.HasBody ? Body(method) : [],
    ];

    private static IEnumerable<TypeReference?> Body(MethodDefinition method) =>
    [
        .. method.Body.Variables.Select(variable => variable.VariableType),
        .. method.Body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. method.Body.Instructions.SelectMany(instruction => instruction.Operand switch
        {
            TypeReference type => [type],
            MethodReference called => Signature(called),
            FieldReference field => [field.DeclaringType, field.FieldType],
            CallSite site => [site.ReturnType, .. site.Parameters.Select(parameter => parameter.ParameterType)],
            _ => Enumerable.Empty<TypeReference?>(),
        }),
    ];

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
    [
        method.DeclaringType,
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method is GenericInstanceMethod generic ? generic.GenericArguments : [],
    ];

    private static IEnumerable<TypeReference?> Constraints(IGenericParameterProvider provider) =>
        provider.GenericParameters.SelectMany(parameter =>
            parameter.Constraints.Select(constraint => constraint.ConstraintType).Concat(Attributes(parameter)));

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider provider) =>
        provider.CustomAttributes.SelectMany(attribute => Signature(attribute.Constructor).Concat(
            attribute.ConstructorArguments.Select(argument => argument.Value as TypeReference)));

    // List<T[]> names List, T[] and T; Outer.Inner names Outer.
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null => [],
        GenericInstanceType generic => [.. Parts(generic.ElementType), .. generic.GenericArguments.SelectMany(Parts)],
        IModifierType modifier => [.. Parts(modifier.ElementType), .. Parts(modifier.ModifierType)],
        FunctionPointerType pointer =>
            [.. Parts(pointer.ReturnType), .. pointer.Parameters.SelectMany(
                parameter => Parts(parameter.ParameterType))],
        TypeSpecification specification => Parts(specification.ElementType),
        { DeclaringType: { } outer } => [type, .. Parts(outer)],
        _ => [type],
    };
}
